//===- VaultOps.cpp - The vault and what lies in it -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "VerifierChecks.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/IR/HwlockOps.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/Support/MathExtras.h"
#include <limits>

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
    auto sources = uint32_t(slot.getSources());
    bool isOwner = sources & layout::sourceOwner;
    owners += isOwner;
    classes += !isOwner && !(sources & layout::deviceSources);
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
  if ((sources & layout::sourceOwner) && sources != layout::sourceOwner)
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

//===----------------------------------------------------------------------===//
// SealedOp
//===----------------------------------------------------------------------===//

std::optional<uint64_t> hwlock::plainBytes(RankedTensorType type) {
  Type element = type.getElementType();
  if (!type.hasStaticShape() || !element.isIntOrFloat())
    return std::nullopt;
  unsigned width = element.getIntOrFloatBitWidth();
  if (width != 1 && width < 8)
    return std::nullopt;
  uint64_t bytes = llvm::divideCeil(width, 8);
  for (int64_t extent : type.getShape()) {
    bool overflow = false;
    bytes = llvm::SaturatingMultiply(bytes, uint64_t(extent), &overflow);
    if (overflow)
      return std::nullopt;
  }
  // The extent of the ciphertext is signed.
  if (bytes == 0 || bytes > uint64_t(std::numeric_limits<int64_t>::max()))
    return std::nullopt;
  return bytes;
}

static uint8_t elementOf(Type type) {
  if (type.isF32())
    return layout::elementF32;
  if (type.isBF16())
    return layout::elementBf16;
  if (type.isF16())
    return layout::elementF16;
  return type.isF64() ? layout::elementF64 : layout::elementOther;
}

rt::WeightShape hwlock::weightShape(RankedTensorType type) {
  rt::WeightShape shape;
  shape.element = elementOf(type.getElementType());
  shape.elementBytes =
      uint8_t(llvm::divideCeil(type.getElementTypeBitWidth(), 8));
  auto count = uint64_t(type.getNumElements());
  if (type.getRank() > 1 && type.getDimSize(0) <= UINT32_MAX)
    shape.rows = uint32_t(type.getDimSize(0));
  shape.columns = count / shape.rows;
  return shape;
}

core::WeightChain hwlock::weightChain(ArrayAttr links) {
  core::WeightChain chain;
  for (auto link : links.getAsRange<TransformationAttrInterface>())
    chain.add(link.getTransformationCode());
  return chain;
}

/// `elements` must be a tensor of `size` bytes; a resource may be absent, as in
/// elided text, but not shorter than its type says.
static LogicalResult checkBytes(SealedOp op, StringRef rule, StringRef what,
                                ElementsAttr elements, uint64_t size) {
  auto type = RankedTensorType::get({int64_t(size)},
                                    IntegerType::get(op.getContext(), 8));
  if (elements.getType() != type)
    return op.emitOpError()
           << rule << ": expected " << what << " of type " << type
           << " for a weight of type " << op.getWeightType() << ", found "
           << elements.getType();
  auto resource = dyn_cast<DenseResourceElementsAttr>(elements);
  AsmResourceBlob *blob =
      resource ? resource.getRawHandle().getBlob() : nullptr;
  if (!blob || blob->getData().size() == size)
    return success();
  return op.emitOpError() << rule << ": expected " << size
                          << " bytes in resource '"
                          << resource.getRawHandle().getKey() << "', found "
                          << blob->getData().size();
}

static LogicalResult checkTags(SealedOp op, uint64_t bytes) {
  bool error = cast<VaultOp>(op->getParentOp()).getPolicy() == Policy::Error;
  if (error != op.getTags().has_value())
    return op.emitOpError()
           << (error ? "C16: expected tags under policy error, found none"
                     : "C16: unexpected tags under policy garbage, which "
                       "stores nothing that tells a right key from a wrong "
                       "one");
  if (!error)
    return success();
  return checkBytes(op, "C16", "tags", *op.getTags(), bytes);
}

/// Which transformations fit each other, and the type of the weight.
static LogicalResult checkLinks(SealedOp op) {
  TransformationAttrInterface before;
  for (auto link : op.getChain().getAsRange<TransformationAttrInterface>()) {
    if (before && before.getStage() >= link.getStage())
      return op.emitOpError()
             << "C30: expected '" << link.getTransformationName()
             << "' before '" << before.getTransformationName() << "'";
    if (!link.appliesTo(op.getWeightType()))
      return op.emitOpError()
             << "C32: '" << link.getTransformationName()
             << "' is not defined for a weight of type " << op.getWeightType();
    before = link;
  }
  if (isa<PretransformAttr>(before))
    return op.emitOpError("C31: expected 'aes' after 'pretransform'");
  return success();
}

/// A transformation that is there twice could undo itself, as counter mode
/// does.
static LogicalResult checkChain(SealedOp op) {
  ArrayAttr chain = op.getChain();
  if (chain.empty() || chain.size() > layout::maxTransformations)
    return op.emitOpError()
           << "C18: expected 1 to " << layout::maxTransformations
           << " transformations, found " << chain.size();
  llvm::SmallSet<StringRef, 4> seen;
  for (auto link : chain.getAsRange<TransformationAttrInterface>())
    if (!seen.insert(link.getTransformationName()).second)
      return op.emitOpError()
             << "C18: expected each transformation once, found '"
             << link.getTransformationName() << "' again";
  return checkLinks(op);
}

LogicalResult SealedOp::verify() {
  if (!plainBytes(getWeightType()))
    return emitOpError() << "C14: expected a non-empty tensor of static shape "
                            "with elements of type i1, or integers or floats "
                            "of at least 8 bits, found "
                         << getWeightType();
  if (failed(checkChain(*this)))
    return failure();
  core::WeightChain chain = weightChain(getChain());
  core::MatrixShape shape = weightShape(getWeightType()).matrix();
  if (failed(checkBytes(*this, "C15", "ciphertext", getCiphertext(),
                        core::sealedBytes(chain, shape))) ||
      failed(checkTags(*this, core::tagBytes(chain, shape))))
    return failure();
  return checkSize(*this, "C17", "identifier", getId(), layout::weightIdBytes);
}
