//===- Tpm2.h - A key that never leaves a TPM 2.0 -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Enrolment makes a P-256 key in the TPM; locking agrees with it on a secret,
// without a TPM; opening asks the TPM for the same secret. The only source that
// tells devices of one class apart without any registration.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_FINGERPRINT_TPM2_H
#define HWLOCK_FINGERPRINT_TPM2_H

#include "hwlock/Fingerprint/DeviceSource.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Support/KeyProvider.h"
#include "hwlock/Support/Result.h"
#include <optional>
#include <span>
#include <string>

namespace hwlock::rt {

struct Tpm2Options {
  /// How to reach the TPM, as in tpm2-tools ("device:/dev/tpmrm0"). Empty: the
  /// environment variable TPM2TOOLS_TCTI, otherwise /dev/tpmrm0.
  std::string tcti;
};

/// Makes a key. Status::Environment if that is not possible.
Result<ProfileItem> enrolTpm2(const Tpm2Options &options);

/// Binds a slot to the enrolled key. With a folder of manufacturers'
/// certificates (PEM) it first makes sure that the key is in a TPM of one of
/// them, BadInput if not; without, a profile may claim anything.
Result<BoundItem> bindTpm2(const ProfileItem &item,
                           const std::string &rootsDirectory,
                           KeyProvider &keys);

/// The secret of bindTpm2(). Status::NotAuthorised if this is another TPM or
/// `binding` was changed, Status::Environment if no TPM answers as one should.
Result<SecretBuffer> tpm2Secret(std::span<const uint8_t> binding,
                                const Tpm2Options &options);

/// What is to be said about a profile's item or a slot's binding.
struct Tpm2Description {
  /// Name of the key as TPM tools show it, in hexadecimal digits.
  std::string keyName;
  /// In a profile: there is a manufacturer's certificate, not yet verified. In
  /// a slot: it was verified when the slot was made.
  bool attested = false;
};
Result<Tpm2Description> describeTpm2Item(std::span<const uint8_t> data);
Result<Tpm2Description> describeTpm2Binding(std::span<const uint8_t> binding);

/// The description of a profile's or slot's TPM; nothing if there is none.
std::optional<Tpm2Description> tpm2Of(const Profile &profile);
std::optional<Tpm2Description> tpm2Of(const Slot &slot);

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_TPM2_H
