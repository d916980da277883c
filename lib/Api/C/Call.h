//===- Call.h - What the functions of libhwlock have in common ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What CInterface.h has not, since it needs LLVM.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_API_C_CALL_H
#define HWLOCK_LIB_API_C_CALL_H

#include "hwlock/Api/Observer.h"
#include "hwlock/Api/Signing.h"
#include "hwlock/Runtime/CInterface.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/JSON.h"

namespace hwlock::c {

/// Passes remarks on, and keeps errors for the failure.
class CallObserver final : public Observer {
public:
  explicit CallObserver(const hwlock_observer *user = nullptr) : user(user) {}

  bool progress(unsigned done, unsigned all) override;
  void message(mlir::DiagnosticSeverity severity,
               const std::string &text) override;

  /// The user's observer may be gone from now on.
  void detach() { user = nullptr; }

  /// Sets `failure` as Hwlock.h says; returns the status.
  int32_t finish(const rt::Error &error, hwlock_text **failure) const;

private:
  const hwlock_observer *user;
  bool stopped = false, lastIsError = false;
  std::string errors;
};

/// A JSON object with the attributes that `write` adds.
std::string jsonObject(llvm::function_ref<void(llvm::json::OStream &)> write);

SigningRequest signingOf(const hwlock_signing &signing);

} // namespace hwlock::c

#endif // HWLOCK_LIB_API_C_CALL_H
