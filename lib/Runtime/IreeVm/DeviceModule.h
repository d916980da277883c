//===- DeviceModule.h - Devices for models that run under IREE ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The VM module `hwlock`, with one function: answer. A locked model asks it for
// the secret of each device item of its vault while it is loaded.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_RUNTIME_IREEVM_DEVICEMODULE_H
#define HWLOCK_LIB_RUNTIME_IREEVM_DEVICEMODULE_H

#include "VmAbi.h"
#include "hwlock/Fingerprint/HostSources.h"
#include <mutex>

namespace hwlock::vm {

/// Of answer: (ref to the item, i32 source) -> a record of i64: a status with
/// the bytes of the secret in the upper half, then the secret, little endian.
inline constexpr char answerName[] = "answer";
inline constexpr char answerConvention[] = "0ri_IIIIIIIII";
inline constexpr size_t answerArguments = 20, answerResults = 72;

class DeviceModule {
public:
  explicit DeviceModule(rt::HostOptions options);
  DeviceModule(const DeviceModule &) = delete;
  DeviceModule &operator=(const DeviceModule &) = delete;

  /// Has one reference; the last one destroys this.
  VmModule *interface() { return &functions; }

  VmStatus answer(const FunctionCall &call);

private:
  /// Tells people once why a device could not be asked: IREE has no place for
  /// the reason.
  void explain();

  VmModule functions;
  /// IREE may call from any thread.
  std::mutex mutex;
  rt::HostSources sources;
  std::string explained;
};

/// One line for people, and another if there is a hint, on standard error.
void complain(const rt::Error &error);

} // namespace hwlock::vm

#endif // HWLOCK_LIB_RUNTIME_IREEVM_DEVICEMODULE_H
