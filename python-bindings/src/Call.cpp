//===- Call.cpp - Calls of libhwlock from Python --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Call.h"

using namespace hwlock::python;

std::vector<const char *>
hwlock::python::pointers(const std::vector<std::string> &texts) {
  std::vector<const char *> found;
  for (const std::string &text : texts)
    found.push_back(text.c_str());
  return found;
}

Listener::Listener(nb::object progress, nb::object message)
    : progress(std::move(progress)), message(std::move(message)),
      callbacks{this, onProgress, onMessage} {}

void Listener::raise(int32_t status, const std::string &text) {
  if (raised)
    std::rethrow_exception(raised);
  nb::object error =
      nb::module_::import_("hwlock.errors").attr("error_of")(status, text);
  PyErr_SetObject(error.type().ptr(), error.ptr());
  throw nb::python_error();
}

int Listener::onProgress(void *self, uint32_t done, uint32_t all) {
  auto &listener = *static_cast<Listener *>(self);
  nb::gil_scoped_acquire locked;
  try {
    // Control-C, which would wait until the call has ended.
    if (PyErr_CheckSignals())
      throw nb::python_error();
    if (!listener.progress.is_none())
      listener.progress(done, all);
    return 0;
  } catch (...) {
    listener.raised = std::current_exception();
    return 1;
  }
}

void Listener::onMessage(void *self, int severity, const char *text) {
  auto &listener = *static_cast<Listener *>(self);
  if (listener.raised)
    return;
  nb::gil_scoped_acquire locked;
  try {
    if (!listener.message.is_none())
      listener.message(severity, text);
  } catch (...) {
    listener.raised = std::current_exception();
  }
}
