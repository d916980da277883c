//===- Items.h - What profile and slot keep of a TPM ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Byte layout: docs/FileFormat.md. Readers take what the writers write and
// nothing else.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FINGERPRINT_TPM2_ITEMS_H
#define HWLOCK_LIB_FINGERPRINT_TPM2_ITEMS_H

#include "PublicArea.h"
#include "hwlock/Support/Result.h"
#include "hwlock/Support/Secret.h"
#include <optional>

namespace hwlock::rt::tpm2 {

inline constexpr size_t maxPrivateBytes = 512;
inline constexpr size_t maxCertificateBytes = 4096;
/// HMAC as a TPM2B, then the secret, as a TPM2B that was encrypted as a whole.
inline constexpr size_t credentialBytes = 34 + 34;
/// Seed for RSA-2048: an OAEP ciphertext; for P-256: a point of two TPM2Bs.
inline constexpr size_t rsaSeedBytes = modulusBytes;
inline constexpr size_t curveSeedBytes = 2 * (2 + coordinateBytes);

/// A key that can be loaded into one TPM.
struct DeviceKey {
  /// Name of the storage root it was made under.
  Name root;
  Point point;
  /// Encrypted by the TPM, for itself.
  std::vector<uint8_t> privateBlob;
};

/// A question that only the TPM with a certain endorsement key answers, and
/// only while the device key is loaded.
struct Challenge {
  Name endorsement;
  std::array<uint8_t, credentialBytes> credential;
  std::vector<uint8_t> seed;

  bool isRsa() const { return seed.size() == rsaSeedBytes; }
};

struct ProfileData {
  DeviceKey key;
  /// DER of the endorsement key's certificate; empty if the TPM has none.
  std::vector<uint8_t> certificate;
};

struct SlotData {
  DeviceKey key;
  /// Public half of the key that existed only while locking.
  Point ephemeral;
  /// Present if the device key is attested.
  std::optional<Challenge> challenge;
};

/// The secret of an attested slot.
SecretBuffer slotSecret(const SecretBuffer &agreed,
                        const SecretBuffer &released);

std::vector<uint8_t> writeProfileData(const ProfileData &data);
std::vector<uint8_t> writeSlotData(const SlotData &data);
Result<ProfileData> readProfileData(Bytes bytes);
Result<SlotData> readSlotData(Bytes bytes);

} // namespace hwlock::rt::tpm2

#endif // HWLOCK_LIB_FINGERPRINT_TPM2_ITEMS_H
