//===- DevicesC.cpp - Devices for a compiled model ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock-c/Host.h"
#include "hwlock/Fingerprint/HostSources.h"
#include <new>

using namespace hwlock;

struct hwlock_rt_devices {
  std::optional<rt::HostSources> sources;
  /// Of opening or, once it was asked for, of `sources`.
  mutable std::string failure;
};

static std::string inOneLine(const rt::Error &error) {
  return error.hint.empty() ? error.message : error.message + "; " + error.hint;
}

int32_t hwlock_rt_devices_open(const char *tcti, const char *const *plugins,
                               size_t plugin_count,
                               hwlock_rt_devices **devices) {
  if (!devices)
    return int32_t(Status::Usage);
  *devices = new (std::nothrow) hwlock_rt_devices;
  if (!*devices)
    return int32_t(Status::Environment);
  std::vector<std::string> paths(plugins, plugins + plugin_count);
  rt::HostOptions options;
  options.tcti = tcti ? tcti : "";
  auto loaded = rt::loadPlugins(paths);
  if (!loaded) {
    (*devices)->failure = inOneLine(loaded.error());
    return int32_t(loaded.error().status);
  }
  options.plugins = std::move(*loaded);
  (*devices)->sources.emplace(std::move(options));
  return int32_t(Status::Ok);
}

const HwlockHost *hwlock_rt_host(const hwlock_rt_devices *devices) {
  return devices && devices->sources ? devices->sources->host() : nullptr;
}

const char *hwlock_rt_failure(const hwlock_rt_devices *devices) {
  if (!devices)
    return "";
  if (devices->sources && devices->sources->failure())
    devices->failure = inOneLine(*devices->sources->failure());
  return devices->failure.c_str();
}

void hwlock_rt_devices_close(hwlock_rt_devices *devices) { delete devices; }
