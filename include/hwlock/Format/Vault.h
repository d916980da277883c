//===- Vault.h - What opens a model ---------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In-memory form of the bytes that Core/VaultLayout.h lays out. Holds no
// secret: every field is public to whoever has the artefact.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_FORMAT_VAULT_H
#define HWLOCK_FORMAT_VAULT_H

#include "hwlock/Core/WeightChain.h"
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

/// What a slot stores for one source of layout::bindingSources.
struct SlotItem {
  uint8_t source = 0;
  /// 1 to layout::maxItemBytes.
  std::vector<uint8_t> bytes;
};

/// The data key, wrapped for one profile or for the owner.
struct Slot {
  std::array<uint8_t, layout::slotIdBytes> id{};
  /// Mask of layout::source*.
  uint8_t sources = 0;
  /// Chains to measure, ascending; empty under garbage.
  std::vector<uint8_t> probes;
  /// Code-offset: one byte for each probe.
  std::vector<uint8_t> helper;
  /// One for each source of layout::bindingSources, in bit order.
  std::vector<SlotItem> items;
  std::array<uint8_t, layout::keyBytes> wrappedKey{};
  /// Under the error policy.
  std::array<uint8_t, layout::macBytes> tag{};
};

/// A weight as a matrix: the first dimension of its type, and all others. A
/// weight of rank 0 or 1 is one row.
struct WeightShape {
  uint32_t rows = 1;
  uint64_t columns = 0;
  /// A layout::element*, and bytes of one element.
  uint8_t element = layout::elementOther;
  uint8_t elementBytes = 1;

  core::MatrixShape matrix() const { return {rows, columns, elementBytes}; }
  uint64_t bytes() const { return rows * columns * elementBytes; }
};

/// What `codes`, innermost first, are.
core::WeightChain chainOf(std::span<const uint8_t> codes);

/// Manifest record of one sealed weight.
struct WeightRecord {
  std::array<uint8_t, layout::weightIdBytes> id{};
  WeightShape shape;
  /// Bytes of the ciphertext.
  uint64_t sealedSize = 0;
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

/// The immutable core of `vault`, which all keys and MACs cover.
std::vector<uint8_t> writeCore(const Vault &vault);

/// The slot as writeVault() writes it, without its tag: what the tag covers.
std::vector<uint8_t> writeSlotBody(const Slot &slot);

/// Packs and unpacks the items of a slot as one string of bytes, as
/// VaultLayout.h lays out the binding. Unpacking gives BadInput unless the
/// bytes are what packing `sources` gives.
std::vector<uint8_t> packItems(std::span<const SlotItem> items);
Result<std::vector<SlotItem>> unpackItems(uint8_t sources,
                                          std::span<const uint8_t> binding);

/// Says which rule of VaultLayout.h the record breaks, if any; it is called
/// weight `number`.
Result<void> checkWeight(const WeightRecord &weight, uint32_t number);

/// Says which limit or rule of VaultLayout.h `vault` breaks, if any.
Result<void> checkVault(const Vault &vault);

/// Reads what writeVault() writes and nothing else: any other length, order,
/// reserved value or limit is BadInput.
Result<Vault> readVault(std::span<const uint8_t> bytes);

} // namespace hwlock::rt

#endif // HWLOCK_FORMAT_VAULT_H
