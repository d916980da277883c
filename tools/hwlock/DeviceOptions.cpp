//===- DeviceOptions.cpp - Devices on the command line --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "DeviceOptions.h"

using namespace hwlock;
using namespace hwlock::tool;

void DeviceOptions::addTo(ArgumentParser &parser) {
  parser.text("tcti", 0, "TCTI", tcti,
              "how to reach the TPM, as in swtpm:path=/run/tpm (default: "
              "TPM2TOOLS_TCTI or the machine's own)");
  parser.list("plugin", 0, "LIB.so", plugins,
              "load this library as the source 'plugin'; it runs as part of "
              "hwlock. May be repeated");
}

rt::Result<rt::HostOptions> DeviceOptions::load() const {
  auto loaded = rt::loadPlugins(plugins);
  if (!loaded)
    return loaded.error();
  rt::HostOptions host;
  host.tcti = tcti;
  host.plugins = std::move(*loaded);
  return host;
}
