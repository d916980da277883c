//===- Vault.cpp - What opens a model -------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Format/Vault.h"
#include "VaultFaults.h"
#include "hwlock/Core/VaultView.h"
#include "hwlock/Support/ByteStream.h"
#include <algorithm>
#include <cassert>

using namespace hwlock;
using namespace hwlock::rt;
using core::VaultFault;

static std::string number(uint64_t value) { return std::to_string(value); }

static Result<core::VaultView> parse(std::span<const uint8_t> bytes) {
  core::VaultView view;
  uint32_t item;
  VaultFault fault = core::parseVault(bytes.data(), bytes.size(), view, item);
  if (fault == VaultFault::Version)
    return vaultVersionError(bytes);
  if (fault != VaultFault::None)
    return vaultFaultError(fault, item);
  core::WeightView weight;
  for (item = 0; item < view.weightCount; ++item)
    if ((fault = core::readWeight(view, item, weight)) != VaultFault::None)
      return vaultFaultError(fault, item);
  return view;
}

std::vector<uint8_t> rt::writeSlotBody(const Slot &slot) {
  assert(slot.probes.size() == slot.helper.size() && "see checkVault()");
  ByteWriter writer;
  writer.raw(slot.id);
  writer.u8(slot.sources);
  writer.u8(0);
  std::vector<uint8_t> binding = packItems(slot.items);
  writer.u16(static_cast<uint16_t>(slot.probes.size()));
  writer.u16(static_cast<uint16_t>(binding.size()));
  writer.u16(0);
  writer.raw(slot.probes);
  writer.raw(slot.helper);
  writer.raw(binding);
  writer.raw(slot.wrappedKey);
  return writer.release();
}

std::vector<uint8_t> rt::writeCore(const Vault &vault) {
  ByteWriter writer;
  writer.raw(layout::vaultMagic);
  writer.u16(layout::vaultVersion);
  writer.u8(static_cast<uint8_t>(vault.policy));
  writer.u8(0);
  writer.raw(vault.id);
  return writer.release();
}

static void writeWeight(ByteWriter &writer, const WeightRecord &weight) {
  assert(weight.chain.size() <= layout::maxTransformations);
  writer.raw(weight.id);
  writer.u64(weight.shape.bytes());
  writer.u64(weight.sealedSize);
  writer.u32(weight.shape.rows);
  writer.u8(weight.shape.element);
  writer.u8(weight.shape.elementBytes);
  writer.u16(0);
  for (size_t i = 0; i < layout::maxTransformations; ++i)
    writer.u8(i < weight.chain.size() ? weight.chain[i] : 0);
}

core::WeightChain rt::chainOf(std::span<const uint8_t> codes) {
  core::WeightChain chain;
  for (uint8_t code : codes)
    chain.add(code);
  return chain;
}

std::vector<uint8_t> rt::writeVault(const Vault &vault) {
  ByteWriter writer;
  writer.raw(writeCore(vault));
  writer.u16(static_cast<uint16_t>(vault.slots.size()));
  writer.u16(0);
  writer.u32(static_cast<uint32_t>(vault.weights.size()));
  for (const Slot &slot : vault.slots) {
    writer.raw(writeSlotBody(slot));
    if (vault.policy == Policy::Error)
      writer.raw(slot.tag);
  }
  for (const WeightRecord &weight : vault.weights)
    writeWeight(writer, weight);
  if (vault.policy == Policy::Error)
    writer.raw(vault.manifestMac);
  return writer.release();
}

/// What would not survive being written.
static Result<void> checkSlot(const Slot &slot, uint32_t index) {
  if (slot.probes.size() > layout::maxProbes)
    return vaultFaultError(VaultFault::SlotProbeCount, index);
  if (slot.helper.size() != slot.probes.size())
    return badInput("slot " + number(index) + " of the vault has " +
                    number(slot.probes.size()) + " probes but " +
                    number(slot.helper.size()) + " helper bytes");
  uint8_t stored = 0;
  for (const SlotItem &item : slot.items) {
    if (item.source <= stored || item.bytes.size() > layout::maxItemBytes)
      return vaultFaultError(VaultFault::SlotBinding, index);
    stored |= item.source;
  }
  if (stored != (slot.sources & layout::bindingSources))
    return vaultFaultError(VaultFault::SlotBinding, index);
  return {};
}

Result<void> rt::checkWeight(const WeightRecord &weight, uint32_t number) {
  if (weight.chain.size() > layout::maxTransformations)
    return vaultFaultError(VaultFault::WeightChain, number);
  ByteWriter record;
  writeWeight(record, weight);
  core::VaultView view = {};
  view.bytes = record.view().data();
  core::WeightView read;
  VaultFault fault = core::readWeight(view, 0, read);
  if (fault != VaultFault::None)
    return vaultFaultError(fault, number);
  return {};
}

Result<void> rt::checkVault(const Vault &vault) {
  // What the bytes cannot express is checked here, the rest on the bytes.
  if (vault.slots.size() > layout::maxSlots)
    return vaultFaultError(VaultFault::SlotCount, 0);
  if (vault.weights.size() > layout::maxWeights)
    return vaultFaultError(VaultFault::WeightCount, 0);
  for (uint32_t i = 0; i < vault.slots.size(); ++i)
    if (auto checked = checkSlot(vault.slots[i], i); !checked)
      return checked;
  for (uint32_t i = 0; i < vault.weights.size(); ++i)
    if (vault.weights[i].chain.size() > layout::maxTransformations)
      return vaultFaultError(VaultFault::WeightChain, i);
  if (auto view = parse(writeVault(vault)); !view)
    return view.error();
  return {};
}

static Slot copySlot(const core::SlotView &view) {
  Slot slot;
  // The parser has checked it.
  slot.items = *unpackItems(view.sources, {view.binding, view.bindingBytes});
  std::copy_n(view.id, slot.id.size(), slot.id.begin());
  slot.sources = view.sources;
  slot.probes.assign(view.probes, view.probes + view.probeCount);
  slot.helper.assign(view.helper, view.helper + view.probeCount);
  std::copy_n(view.wrappedKey, slot.wrappedKey.size(), slot.wrappedKey.begin());
  if (view.tag)
    std::copy_n(view.tag, slot.tag.size(), slot.tag.begin());
  return slot;
}

Result<Vault> rt::readVault(std::span<const uint8_t> bytes) {
  auto view = parse(bytes);
  if (!view)
    return view.error();
  Vault vault;
  vault.policy = static_cast<Policy>(view->policy);
  std::copy_n(bytes.begin() + layout::vaultIdOffset, vault.id.size(),
              vault.id.begin());
  uint64_t offset = layout::headerBytes;
  for (uint32_t i = 0; i < view->slotCount; ++i) {
    core::SlotView slot = core::slotAt(*view, offset);
    vault.slots.push_back(copySlot(slot));
    offset = slot.end;
  }
  for (uint32_t i = 0; i < view->weightCount; ++i) {
    core::WeightView from;
    core::readWeight(*view, i, from);
    WeightRecord weight;
    std::copy_n(from.id, weight.id.size(), weight.id.begin());
    weight.shape = {from.rows, from.size / from.rows / from.elementBytes,
                    from.element, from.elementBytes};
    weight.sealedSize = from.sealedSize;
    weight.chain.assign(
        from.chain,
        std::find(from.chain, from.chain + layout::maxTransformations, 0));
    vault.weights.push_back(std::move(weight));
  }
  if (vault.policy == Policy::Error)
    std::copy_n(bytes.begin() + view->weightsEnd, vault.manifestMac.size(),
                vault.manifestMac.begin());
  return vault;
}
