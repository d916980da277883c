//===- HostSources.cpp - Sources that the operating system reaches --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/HostSources.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/MachineId.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Format/Sources.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;

static Error unreachable(uint8_t source) {
  return environmentError("the source '" + sourceNames(source) +
                          "' cannot be reached from here");
}

static Result<ProfileItem> enrolPlugin(std::span<const SourcePlugin> plugins) {
  if (plugins.size() == 1)
    return plugins.front().enrol();
  return Error{Status::Usage,
               "the source 'plugin' needs one plug-in, found " +
                   std::to_string(plugins.size()),
               "name its library with '--plugin'"};
}

Result<ProfileItem> rt::enrolItem(uint8_t source, const HostOptions &options) {
  switch (source) {
  case layout::sourceMachineId:
    return enrolMachineId();
  case layout::sourceTpm2:
    return enrolTpm2({options.tcti});
  case layout::sourcePlugin:
    return enrolPlugin(options.plugins);
  default:
    return unreachable(source);
  }
}

Result<SecretBuffer> rt::itemSecret(uint8_t source,
                                    std::span<const uint8_t> item,
                                    const HostOptions &options) {
  switch (source) {
  case layout::sourceMachineId:
    return machineIdSecret(item);
  case layout::sourceTpm2:
    return tpm2Secret(item, {options.tcti});
  case layout::sourcePlugin:
    return pluginSecret(item, options.plugins);
  default:
    return unreachable(source);
  }
}

HostSources::HostSources(HostOptions options)
    : options(std::move(options)), callbacks{&HostSources::answer, this} {}

int32_t HostSources::answer(void *self, uint8_t source, const uint8_t *item,
                            uint32_t itemBytes, uint8_t *secret,
                            uint32_t *secretBytes) {
  auto &sources = *static_cast<HostSources *>(self);
  auto found = itemSecret(source, {item, itemBytes}, sources.options);
  if (!found) {
    if (found.error().status == Status::Environment)
      sources.lastFailure = found.error();
    return static_cast<int32_t>(found.error().status);
  }
  if (found->size() > HWLOCK_MAX_SECRET_BYTES)
    return static_cast<int32_t>(Status::Environment);
  std::copy_n(found->data(), found->size(), secret);
  *secretBytes = static_cast<uint32_t>(found->size());
  return static_cast<int32_t>(Status::Ok);
}
