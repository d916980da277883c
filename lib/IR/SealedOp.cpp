//===- SealedOp.cpp - A weight as ciphertext ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "VerifierChecks.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/IR/HwlockOps.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/Support/MathExtras.h"
#include <limits>

using namespace mlir;
using namespace hwlock;

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
