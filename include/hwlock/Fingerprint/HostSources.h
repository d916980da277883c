//===- HostSources.h - Sources that the operating system reaches ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TPM, plug-ins and the identifier of the machine: what the decoder asks the
// program around it for.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_FINGERPRINT_HOSTSOURCES_H
#define HWLOCK_FINGERPRINT_HOSTSOURCES_H

#include "hwlock/Core/HostSecret.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
#include "hwlock/Format/Profile.h"
#include <optional>
#include <string>
#include <vector>

namespace hwlock::rt {

/// How to reach them. From the command line or the calling program, never from
/// a file that was locked.
struct HostOptions {
  /// Name and configuration of a TCTI, as in "swtpm:path=/run/tpm". Empty: the
  /// environment variable TPM2TOOLS_TCTI, otherwise the TPM of this machine.
  std::string tcti;
  /// Loaded by loadPlugins().
  std::vector<SourcePlugin> plugins;
};

/// Enrols one source of layout::bindingSources. Environment if this machine
/// does not have it; Usage if it is a plug-in and `options` have not one.
Result<ProfileItem> enrolItem(uint8_t source, const HostOptions &options);

/// Secret of `source` for a slot that stores `item`. NotAuthorised if this is
/// not the device, Environment if it cannot be asked.
Result<SecretBuffer> itemSecret(uint8_t source, std::span<const uint8_t> item,
                                const HostOptions &options);

/// Answers the decoder. One thread at a time.
class HostSources {
public:
  explicit HostSources(HostOptions options);
  HostSources(const HostSources &) = delete;
  HostSources &operator=(const HostSources &) = delete;

  const HwlockHost *host() const { return &callbacks; }
  /// Why a source could not be asked, if one could not.
  const std::optional<Error> &failure() const { return lastFailure; }

private:
  static int32_t answer(void *self, uint8_t source, const uint8_t *item,
                        uint32_t itemBytes, uint8_t *secret,
                        uint32_t *secretBytes);

  HostOptions options;
  HwlockHost callbacks;
  std::optional<Error> lastFailure;
};

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_HOSTSOURCES_H
