//===- Vault.h - What opens a model ---------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In-memory form of the bytes that Core/VaultLayout.h lays out. Holds no
// secret: every field is public to whoever has the artefact.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_FORMAT_VAULT_H
#define HWLOCK_FORMAT_VAULT_H

#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Support/Result.h"
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace hwlock::rt {

enum class Policy : uint8_t {
  Error = layout::policyError,
  Garbage = layout::policyGarbage,
};

/// The data key, wrapped for one profile.
struct Slot {
  std::array<uint8_t, layout::slotIdBytes> id{};
  /// Mask of layout::source*.
  uint8_t sources = 0;
  /// Chains to measure, ascending; empty under garbage.
  std::vector<uint8_t> probes;
  /// Code-offset: one byte for each probe.
  std::vector<uint8_t> helper;
  std::array<uint8_t, layout::keyBytes> wrappedKey{};
  /// Under the error policy.
  std::array<uint8_t, layout::macBytes> tag{};
};

/// Manifest record of one sealed weight.
struct WeightRecord {
  std::array<uint8_t, layout::weightIdBytes> id{};
  /// Bytes, in the clear and sealed alike.
  uint64_t size = 0;
  /// Codes of the transformations, innermost first.
  std::vector<uint8_t> chain;
};

struct Vault {
  Policy policy = Policy::Error;
  std::array<uint8_t, layout::vaultIdBytes> id{};
  std::vector<Slot> slots;
  std::vector<WeightRecord> weights;
  /// Under the error policy.
  std::array<uint8_t, layout::macBytes> manifestMac{};
};

/// Canonical bytes of `vault`, which must satisfy the limits of VaultLayout.h.
std::vector<uint8_t> writeVault(const Vault &vault);

/// The slot as writeVault() writes it, without its tag: what the tag covers.
std::vector<uint8_t> writeSlotBody(const Slot &slot);

/// Says which limit or rule of VaultLayout.h `vault` breaks, if any.
Result<void> checkVault(const Vault &vault);

/// Reads what writeVault() writes and nothing else: any other length, order,
/// reserved value or limit is BadInput.
Result<Vault> readVault(std::span<const uint8_t> bytes);

} // namespace hwlock::rt

#endif // HWLOCK_FORMAT_VAULT_H
