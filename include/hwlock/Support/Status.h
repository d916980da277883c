//===- Status.h - Exit codes ----------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one home of the status codes: exit codes of `hwlock`, return values of
// the decoder and of the C ABI. Freestanding: Core includes it.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_SUPPORT_STATUS_H
#define HWLOCK_SUPPORT_STATUS_H

#include <stdint.h>

namespace hwlock {

enum class Status : int32_t {
  Ok = 0,
  /// The command line is wrong.
  Usage = 1,
  /// An input file is malformed, truncated, of another version or unsuitable.
  BadInput = 2,
  /// No slot of the vault opens on this machine.
  NotAuthorised = 3,
  /// A slot opened, but a tag or the manifest does not match.
  Corrupt = 4,
  /// Something the machine should provide is missing: memory, disk, device.
  Environment = 5,
};

} // namespace hwlock

#endif // HWLOCK_SUPPORT_STATUS_H
