//===- MachineId.h - The system's own name for a machine ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// HMAC-SHA256 of the id in /etc/machine-id under a random salt: the id itself,
// which names a machine, is never stored or shown. No secret against anybody
// who can read files on the machine.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_FINGERPRINT_MACHINEID_H
#define HWLOCK_FINGERPRINT_MACHINEID_H

#include "hwlock/Fingerprint/DeviceSource.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Support/Result.h"
#include <cstddef>
#include <span>
#include <string>

namespace hwlock::rt {

inline constexpr size_t machineIdSaltBytes = 32;
inline constexpr size_t machineIdSecretBytes = 32;
/// Where machine-id(5) is. Tests have files of their own; no program does.
inline constexpr char machineIdFile[] = "/etc/machine-id";

/// Data: a new salt; secret: the HMAC. Environment if the machine has no id.
Result<ProfileItem> enrolMachineId(const std::string &path = machineIdFile);

/// Binding: the salt. BadInput if enrolMachineId() did not make `item`.
Result<BoundItem> bindMachineId(const ProfileItem &item);

/// The HMAC for the salt that bindMachineId() put into a slot. BadInput if
/// `item` is no salt, Environment if the machine has no id. On another machine
/// it succeeds and differs.
Result<SecretBuffer> machineIdSecret(std::span<const uint8_t> item,
                                     const std::string &path = machineIdFile);

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_MACHINEID_H
