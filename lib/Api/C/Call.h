//===- Call.h - What the functions of Hwlock.h have in common -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From structures of C to requests, and from results to status and text.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_API_C_CALL_H
#define HWLOCK_LIB_API_C_CALL_H

#include "hwlock-c/Hwlock.h"
#include "hwlock/Api/Observer.h"
#include "hwlock/Api/Signing.h"
#include "hwlock/Fingerprint/HostSources.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/JSON.h"
#include <cstring>

struct hwlock_text {
  std::string text;
};

namespace hwlock::c {

inline std::string textOf(const char *text) { return text ? text : ""; }
inline std::string textOf(const char *text, const char *otherwise) {
  return text ? text : otherwise;
}
rt::Result<std::vector<std::string>> textsOf(const char *const *texts,
                                             size_t count);

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

/// `value` as the result of a call, if `out` wants it.
void give(hwlock_text **out, std::string value);

/// A JSON object with the attributes that `write` adds.
std::string jsonObject(llvm::function_ref<void(llvm::json::OStream &)> write);

rt::Error usage(std::string message, std::string hint = "");
/// Usage unless `text` is there and not empty.
rt::Result<void> require(const char *text, const char *name);

/// A copy of what the caller knows of `options`, the rest zero.
template <typename T> rt::Result<T> takeOptions(const T *options) {
  if (!options)
    return usage("no options given");
  if (options->size < sizeof options->size || options->size > sizeof(T))
    return usage("options have " + std::to_string(options->size) +
                     " bytes, expected at most " + std::to_string(sizeof(T)),
                 "set 'size', and use the header of this library");
  T known{};
  std::memcpy(&known, options, options->size);
  return known;
}

/// Loads the plug-ins.
rt::Result<rt::HostOptions> hostOf(const hwlock_devices &devices);

SigningRequest signingOf(const hwlock_signing &signing);

} // namespace hwlock::c

#endif // HWLOCK_LIB_API_C_CALL_H
