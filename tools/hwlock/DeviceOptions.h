//===- DeviceOptions.h - Devices on the command line ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What all commands that enrol a machine or open a model have in common.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_DEVICEOPTIONS_H
#define HWLOCK_TOOLS_HWLOCK_DEVICEOPTIONS_H

#include "ArgumentParser.h"
#include "hwlock/Fingerprint/HostSources.h"

namespace hwlock::tool {

struct DeviceOptions {
  /// As in rt::HostOptions.
  std::string tcti;
  /// Paths of shared objects.
  std::vector<std::string> plugins;

  void addTo(ArgumentParser &parser);
  /// Loads the plug-ins; BadInput if one is none.
  rt::Result<rt::HostOptions> load() const;
};

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_DEVICEOPTIONS_H
