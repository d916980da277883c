//===- Sealer.h - Make a vault and seal weights ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The lock side of VaultLayout.h, with OpenSSL: draws keys, wraps the data key
// for each profile, encrypts weights, authenticates the manifest.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_RUNTIME_SEALER_H
#define HWLOCK_RUNTIME_SEALER_H

#include "hwlock/Fingerprint/Binding.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Runtime/OwnerKey.h"
#include "hwlock/Support/KeyProvider.h"
#include <functional>

namespace hwlock::rt {

class Sealer {
public:
  /// Gives the memory for a sealed weight of this many bytes.
  using Room = std::function<std::span<uint8_t>(uint64_t bytes)>;

  /// Draws ids and the data key and wraps it for every profile and for the
  /// owner, if there is one. BadInput if
  /// there is no profile, more than the policy allows, or if a profile lacks
  /// one of `sources` (mask of layout::source*; 0 takes what each profile has).
  static Result<Sealer> create(Policy policy,
                               std::span<const Profile *const> profiles,
                               uint8_t sources, KeyProvider &keys,
                               const BindOptions &binding = {},
                               const OwnerPublicKey *owner = nullptr);

  /// A weight was sealed.
  struct Sealed {
    /// 16 bytes for each 64 KiB chunk of what is masked, under the error
    /// policy; none under garbage.
    std::vector<uint8_t> tags;
    /// False if the chain has the code but the weight was stored as it is
    /// (PretransformEncoder.h).
    bool coded = true;
  };

  /// Applies `chain` (codes, innermost first) to `plain`, a matrix of `shape`,
  /// and writes the result to the memory that `room` gives, which may be that
  /// of `plain` if the sizes are equal. Weights are numbered in the order of
  /// calls.
  Result<Sealed> seal(const WeightShape &shape, std::span<const uint8_t> chain,
                      std::span<const uint8_t> plain, const Room &room);

  /// Authenticates the manifest and gives the vault up. Call once.
  Result<Vault> finish() &&;

private:
  Sealer(KeyProvider &keys) : keys(&keys) {}

  Result<SecretBuffer> shuffle(const WeightRecord &weight,
                               std::span<const uint8_t> plain) const;

  KeyProvider *keys;
  Vault vault;
  SecretBytes<layout::keyBytes> dek;
};

} // namespace hwlock::rt

#endif // HWLOCK_RUNTIME_SEALER_H
