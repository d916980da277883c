//===- DeviceRows.h - Whether sources beside the CPU can be used ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `hwlock doctor` finds out by enrolling each; nothing is kept.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_DEVICEROWS_H
#define HWLOCK_TOOLS_HWLOCK_DEVICEROWS_H

#include "hwlock/Fingerprint/HostSources.h"
#include <string>
#include <vector>

namespace hwlock::tool {

struct DeviceRow {
  std::string source;
  bool usable = false;
  /// How strong it is, or why it cannot be used.
  std::string detail;
};

/// One for each source that is not measured; for each plug-in of `host`.
std::vector<DeviceRow> examineDevices(const rt::HostOptions &host);

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_DEVICEROWS_H
