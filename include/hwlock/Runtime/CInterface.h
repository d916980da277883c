//===- CInterface.h - What functions of hwlock-c/*.h have in common -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From structures of C to C++, and back to text. In both of libhwlock and
// libhwlock_rt.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_RUNTIME_CINTERFACE_H
#define HWLOCK_RUNTIME_CINTERFACE_H

#include "hwlock-c/Hwlock.h"
#include "hwlock/Fingerprint/HostSources.h"
#include "hwlock/Support/Result.h"
#include <cstring>
#include <string>
#include <vector>

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

/// `value` as the result of a call, if `out` wants it.
void give(hwlock_text **out, std::string value);

/// Sets `failure` as Hwlock.h says, with `notes` behind the message; returns
/// the status.
int32_t giveFailure(const rt::Error &error, hwlock_text **failure,
                    const std::string &notes = "");

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

} // namespace hwlock::c

#endif // HWLOCK_RUNTIME_CINTERFACE_H
