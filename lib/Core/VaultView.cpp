//===- VaultView.cpp - The one parser of vault bytes ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/VaultView.h"
#include "hwlock/Core/Measurement.h"

using namespace hwlock;
using namespace hwlock::core;

// Offsets inside the header and inside a slot record.
static constexpr uint32_t versionOffset = 8, policyOffset = 10;
static constexpr uint32_t slotCountOffset = 44, weightCountOffset = 48;
static constexpr uint32_t slotFixedBytes = layout::slotIdBytes + 4;

static uint64_t littleEndian(const uint8_t *bytes, uint32_t width) {
  uint64_t value = 0;
  for (uint32_t i = 0; i < width; ++i)
    value |= static_cast<uint64_t>(bytes[i]) << (8 * i);
  return value;
}

static uint32_t slotTagBytes(const VaultView &view) {
  return view.policy == layout::policyError ? layout::macBytes : 0;
}

SlotView core::slotAt(const VaultView &view, uint64_t offset) {
  SlotView slot;
  slot.body = view.bytes + offset;
  slot.id = slot.body;
  slot.sources = slot.body[layout::slotIdBytes];
  slot.probeCount = static_cast<uint32_t>(
      littleEndian(slot.body + layout::slotIdBytes + 2, 2));
  slot.probes = slot.body + slotFixedBytes;
  slot.helper = slot.probes + slot.probeCount;
  slot.wrappedKey = slot.helper + slot.probeCount;
  slot.bodyBytes = slotFixedBytes + 2 * slot.probeCount + layout::keyBytes;
  slot.tag = slotTagBytes(view) ? slot.body + slot.bodyBytes : nullptr;
  slot.end = offset + slot.bodyBytes + slotTagBytes(view);
  return slot;
}

/// The probe count that the sources of a slot allow.
static bool probeCountAllowed(const VaultView &view, const SlotView &slot) {
  if (view.policy == layout::policyGarbage ||
      !(slot.sources & layout::sourceClock))
    return slot.probeCount == 0;
  return slot.probeCount >= layout::minProbes &&
         slot.probeCount <= layout::maxProbes;
}

static VaultFault checkSlot(const VaultView &view, uint64_t size,
                            uint64_t &offset) {
  if (slotFixedBytes > size - offset)
    return VaultFault::Truncated;
  SlotView slot = slotAt(view, offset);
  if (slot.body[layout::slotIdBytes + 1] != 0)
    return VaultFault::SlotReserved;
  if (slot.sources == 0 || (slot.sources & ~layout::knownSources))
    return VaultFault::SlotSources;
  if (!probeCountAllowed(view, slot))
    return VaultFault::SlotProbeCount;
  if (slot.end - offset > size - offset)
    return VaultFault::Truncated;
  for (uint32_t i = 0; i < slot.probeCount; ++i)
    if (slot.probes[i] >= HWLOCK_MAX_CHAINS ||
        (i && slot.probes[i] <= slot.probes[i - 1]))
      return VaultFault::SlotProbeOrder;
  offset = slot.end;
  return VaultFault::None;
}

static VaultFault checkHeader(const uint8_t *bytes, uint64_t size,
                              VaultView &view) {
  for (uint32_t i = 0; i < sizeof(layout::vaultMagic); ++i)
    if (i >= size || bytes[i] != layout::vaultMagic[i])
      return VaultFault::Magic;
  if (size < versionOffset + 2)
    return VaultFault::Truncated;
  if (littleEndian(bytes + versionOffset, 2) != layout::vaultVersion)
    return VaultFault::Version;
  if (size < layout::headerBytes)
    return VaultFault::Truncated;
  view.bytes = bytes;
  view.policy = bytes[policyOffset];
  view.slotCount =
      static_cast<uint32_t>(littleEndian(bytes + slotCountOffset, 2));
  view.weightCount =
      static_cast<uint32_t>(littleEndian(bytes + weightCountOffset, 4));
  if (view.policy != layout::policyError &&
      view.policy != layout::policyGarbage)
    return VaultFault::Policy;
  if (bytes[policyOffset + 1] != 0 ||
      littleEndian(bytes + slotCountOffset + 2, 2) != 0)
    return VaultFault::Reserved;
  uint32_t limit = view.policy == layout::policyGarbage
                       ? layout::maxGarbageSlots
                       : layout::maxSlots;
  if (view.slotCount == 0 || view.slotCount > limit)
    return VaultFault::SlotCount;
  if (view.weightCount > layout::maxWeights)
    return VaultFault::WeightCount;
  return VaultFault::None;
}

VaultFault core::parseVault(const uint8_t *bytes, uint64_t size,
                            VaultView &view, uint32_t &item) {
  item = 0;
  VaultFault fault = checkHeader(bytes, size, view);
  if (fault != VaultFault::None)
    return fault;
  uint64_t offset = layout::headerBytes;
  for (; item < view.slotCount; ++item)
    if ((fault = checkSlot(view, size, offset)) != VaultFault::None)
      return fault;
  view.weightsOffset = offset;
  uint64_t rest = uint64_t(view.weightCount) * layout::weightRecordBytes +
                  (view.policy == layout::policyError ? layout::macBytes : 0);
  if (rest > size - offset)
    return VaultFault::Truncated;
  if (rest < size - offset)
    return VaultFault::TrailingBytes;
  view.weightsEnd =
      offset + uint64_t(view.weightCount) * layout::weightRecordBytes;
  return VaultFault::None;
}

VaultFault core::readWeight(const VaultView &view, uint32_t index,
                            WeightView &weight) {
  weight.id = view.bytes + view.weightsOffset +
              uint64_t(index) * layout::weightRecordBytes;
  weight.size = littleEndian(weight.id + layout::weightIdBytes, 8);
  weight.chain = weight.id + layout::weightIdBytes + 8;
  if (weight.size == 0)
    return VaultFault::WeightSize;
  // Version 1 has one transformation, so one chain.
  for (uint32_t i = 0; i < layout::maxTransformations; ++i)
    if (weight.chain[i] != (i == 0 ? layout::transformationAes128 : 0))
      return VaultFault::WeightChain;
  return VaultFault::None;
}
