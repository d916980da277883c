//===- Call.cpp - What the functions of Hwlock.h have in common -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Call.h"

using namespace hwlock;
using namespace hwlock::c;

bool CallObserver::progress(unsigned done, unsigned all) {
  if (!stopped && user && user->progress)
    stopped = user->progress(user->user, done, all) != 0;
  return !stopped;
}

void CallObserver::message(mlir::DiagnosticSeverity severity,
                           const std::string &text) {
  if (severity != mlir::DiagnosticSeverity::Note)
    lastIsError = severity == mlir::DiagnosticSeverity::Error;
  if (lastIsError)
    errors += (errors.empty() ? "" : "\n") + text;
  else if (user && user->message)
    user->message(user->user,
                  severity == mlir::DiagnosticSeverity::Warning ? HWLOCK_WARNING
                                                                : HWLOCK_REMARK,
                  text.c_str());
}

int32_t CallObserver::finish(const rt::Error &error,
                             hwlock_text **failure) const {
  int32_t status = giveFailure(error, failure, errors);
  return stopped ? HWLOCK_STOPPED : status;
}

std::string
c::jsonObject(llvm::function_ref<void(llvm::json::OStream &)> write) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::json::OStream json(stream);
  json.object([&] { write(json); });
  return text;
}

SigningRequest c::signingOf(const hwlock_signing &signing) {
  return {textOf(signing.key),
          {textOf(signing.model_name), signing.model_version}};
}
