//===- VaultOps.cpp - The vault and its slots -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "VerifierChecks.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/IR/HwlockOps.h"
#include "llvm/ADT/DenseMap.h"

using namespace mlir;
using namespace hwlock;

//===----------------------------------------------------------------------===//
// VaultOp
//===----------------------------------------------------------------------===//

void VaultOp::build(OpBuilder &builder, OperationState &state, StringRef name,
                    Policy policy, ArrayRef<uint8_t> id,
                    ArrayRef<uint8_t> mac) {
  MLIRContext *context = builder.getContext();
  Properties &properties = state.getOrAddProperties<Properties>();
  properties.sym_name = builder.getStringAttr(name);
  properties.sym_visibility = builder.getStringAttr("private");
  properties.policy = PolicyAttr::get(context, policy);
  properties.id = BytesAttr::get(context, id);
  if (!mac.empty())
    properties.mac = BytesAttr::get(context, mac);
  state.addRegion()->emplaceBlock();
}

LogicalResult VaultOp::verify() {
  if (!isPrivate())
    return emitOpError() << "C2: expected private visibility, found "
                         << getSymVisibility();
  if (failed(
          checkSize(*this, "C3", "identifier", getId(), layout::vaultIdBytes)))
    return failure();
  return checkRedundancy(*this, "C4", "manifest MAC", getPolicy(), getMacAttr(),
                         layout::macBytes);
}

/// Slots come first, then sealed weights.
static LogicalResult checkOrder(VaultOp vault) {
  bool weights = false;
  for (Operation &op : *vault.getBody()) {
    if (!isa<SlotOp, SealedOp>(op))
      return op.emitOpError("C5: unexpected in a vault, which holds "
                            "hwlock.slot and hwlock.sealed alone");
    if (isa<SlotOp>(op) && weights)
      return op.emitOpError("C5: expected slots before sealed weights");
    weights |= isa<SealedOp>(op);
  }
  return success();
}

/// No two operations of one kind have the same identifier.
template <typename OpT>
static LogicalResult checkUnique(VaultOp vault, StringRef rule) {
  llvm::DenseMap<Attribute, OpT> seen;
  for (OpT op : vault.getBody()->getOps<OpT>()) {
    auto [other, inserted] = seen.try_emplace(op.getId(), op);
    if (inserted)
      continue;
    InFlightDiagnostic error =
        op.emitOpError() << rule
                         << ": expected an identifier of its own, found that "
                            "of @"
                         << other->second.getSymName();
    error.attachNote(other->second.getLoc()) << "which is here";
    return error;
  }
  return success();
}

/// Somebody can open the vault; under garbage, no two slots can be guessed.
static LogicalResult checkKinds(VaultOp vault) {
  size_t owners = 0, classes = 0, all = 0;
  for (SlotOp slot : vault.getBody()->getOps<SlotOp>()) {
    auto sources = uint8_t(slot.getSources());
    owners += layout::isOwnerSlot(sources);
    classes += layout::isClassSlot(sources);
    ++all;
  }
  if (owners == all)
    return vault.emitOpError("C6: expected a slot that is not an owner's");
  if (vault.getPolicy() == Policy::Garbage &&
      classes > layout::maxGarbageClassSlots)
    return vault.emitOpError()
           << "C6: expected at most " << layout::maxGarbageClassSlots
           << " slot without a device under policy garbage, found " << classes;
  return success();
}

LogicalResult VaultOp::verifyRegions() {
  if (failed(checkOrder(*this)))
    return failure();
  size_t slots = llvm::range_size(getBody()->getOps<SlotOp>());
  if (slots < 1 || slots > layout::maxSlots)
    return emitOpError() << "C6: expected 1 to " << layout::maxSlots
                         << " slots, found " << slots;
  if (failed(checkKinds(*this)))
    return failure();
  if (failed(checkUnique<SlotOp>(*this, "C7")))
    return failure();
  return checkUnique<SealedOp>(*this, "C8");
}

//===----------------------------------------------------------------------===//
// SlotOp
//===----------------------------------------------------------------------===//

/// How many probes a slot has follows from its sources and the policy.
static LogicalResult checkProbeCount(SlotOp slot, Policy policy) {
  size_t probes = slot.getProbes().size();
  bool clock = bitEnumContainsAll(slot.getSources(), Sources::Clock);
  if (clock && policy == Policy::Error) {
    if (probes >= layout::minProbes && probes <= layout::maxProbes)
      return success();
    return slot.emitOpError()
           << "C13: expected " << layout::minProbes << " to "
           << layout::maxProbes
           << " probes for the clock source under policy error, found "
           << probes;
  }
  if (probes == 0)
    return success();
  return slot.emitOpError()
         << "C13: expected no probes "
         << (clock ? "under policy garbage" : "without the clock source")
         << ", found " << probes;
}

static LogicalResult checkBinding(SlotOp slot) {
  auto sources = uint8_t(slot.getSources());
  if ((sources & layout::sourceOwner) && !layout::isOwnerSlot(sources))
    return slot.emitOpError("C29: expected owner as the only source");
  BytesAttr binding = slot.getBindingAttr();
  bool expected = sources & layout::bindingSources;
  if (expected != bool(binding))
    return slot.emitOpError()
           << "C28: " << (expected ? "expected a" : "unexpected")
           << " binding for the sources "
           << stringifySources(slot.getSources());
  if (!expected)
    return success();
  auto items = rt::unpackItems(sources, binding.getValue());
  if (items)
    return success();
  return slot.emitOpError() << "C28: " << items.error().message;
}

LogicalResult SlotOp::verify() {
  Policy policy = cast<VaultOp>((*this)->getParentOp()).getPolicy();
  if (failed(
          checkSize(*this, "C9", "identifier", getId(), layout::slotIdBytes)) ||
      failed(checkSize(*this, "C9", "wrapped key", getWrappedKey(),
                       layout::keyBytes)) ||
      failed(checkRedundancy(*this, "C10", "tag", policy, getTagAttr(),
                             layout::macBytes)) ||
      failed(checkProbes(*this, "C11", getProbes())))
    return failure();
  size_t helper = getHelper().getValue().size();
  if (helper != getProbes().size())
    return emitOpError() << "C12: expected one helper byte for each of "
                         << getProbes().size() << " probes, found " << helper;
  if (failed(checkProbeCount(*this, policy)))
    return failure();
  return checkBinding(*this);
}
