//===- Call.h - Calls of libhwlock from Python ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A call runs without the lock of the interpreter. Functions of Python that it
// calls back take the lock again; what they raise ends the call.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_PYTHON_CALL_H
#define HWLOCK_PYTHON_CALL_H

#include "hwlock-c/Hwlock.h"
#include <exception>
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>
#include <optional>
#include <string>
#include <vector>

namespace hwlock::python {

namespace nb = nanobind;

using Text = std::optional<std::string>;
inline const char *orNull(const Text &text) {
  return text ? text->c_str() : nullptr;
}

/// Pointers to texts, which must stay where they are.
std::vector<const char *> pointers(const std::vector<std::string> &texts);

/// Tells Python what a call tells: progress(done, all) and message(severity,
/// text), each of which may be None.
class Listener {
public:
  Listener(nb::object progress, nb::object message);
  Listener(const Listener &) = delete;
  Listener &operator=(const Listener &) = delete;

  const hwlock_observer *observer() const { return &callbacks; }
  /// Raises what a function raised, otherwise hwlock.errors' class of `status`.
  [[noreturn]] void raise(int32_t status, const std::string &text);

private:
  static int onProgress(void *self, uint32_t done, uint32_t all);
  static void onMessage(void *self, int severity, const char *text);

  nb::object progress, message;
  std::exception_ptr raised;
  hwlock_observer callbacks;
};

/// What a call returns as text, copied and freed.
class Answer {
public:
  Answer() = default;
  Answer(const Answer &) = delete;
  Answer &operator=(const Answer &) = delete;
  ~Answer() { hwlock_text_free(text); }

  hwlock_text **out() { return &text; }
  std::string get() const { return text ? hwlock_text_get(text) : ""; }

private:
  hwlock_text *text = nullptr;
};

/// Runs `function(failure)`.
template <typename Function> void call(Listener &listener, Function function) {
  Answer failure;
  int32_t status;
  {
    nb::gil_scoped_release unlocked;
    status = function(failure.out());
  }
  if (status != HWLOCK_OK)
    listener.raise(status, failure.get());
}

void addOperations(nb::module_ &module);
void addSlots(nb::module_ &module);
void addModel(nb::module_ &module);
void addConstants(nb::module_ &module);

} // namespace hwlock::python

#endif // HWLOCK_PYTHON_CALL_H
