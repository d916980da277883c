//===- WeightAnalysis.cpp - Which constants hold a model's data -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Transforms/WeightAnalysis.h"
#include "hwlock/IR/HwlockOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

using namespace mlir;

namespace hwlock {

StringRef describe(ClearReason reason) {
  switch (reason) {
  case ClearReason::Splat:
    return "splat";
  case ClearReason::Scalar:
    return "scalar";
  case ClearReason::Empty:
    return "empty";
  case ClearReason::Index:
    return "index";
  case ClearReason::Shape:
    return "shape";
  case ClearReason::Boolean:
    return "boolean mask";
  }
  llvm_unreachable("unknown reason");
}

std::optional<ArrayRef<char>> rawBytes(ElementsAttr value) {
  if (auto dense = dyn_cast<DenseElementsAttr>(value))
    return dense.getRawData();
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(value))
    if (AsmResourceBlob *blob = resource.getRawHandle().getBlob())
      return blob->getData();
  return std::nullopt;
}

/// The rules that need only the value; nothing if it holds data.
static std::optional<ClearReason> clearReason(ElementsAttr value) {
  Type element = value.getElementType();
  if (value.getNumElements() == 0)
    return ClearReason::Empty;
  if (value.getNumElements() == 1)
    return ClearReason::Scalar;
  // A resource is never asked: it may be elided.
  if (isa<DenseElementsAttr>(value) && value.isSplat())
    return ClearReason::Splat;
  if (element.isIndex())
    return ClearReason::Index;
  if (element.isInteger(1))
    return ClearReason::Boolean;
  return std::nullopt;
}

/// True if every use of `op` is the shape operand of a tensor.reshape.
static bool isShape(Operation *op) {
  return !op->use_empty() && llvm::all_of(op->getUses(), [](OpOperand &use) {
    auto reshape = dyn_cast<tensor::ReshapeOp>(use.getOwner());
    return reshape && &use == &reshape.getShapeMutable();
  });
}

/// True if a key that is opened on entry to a function of the module is visible
/// at `op`.
static bool isInFunction(Operation *op) {
  Operation *parent = op->getParentOp();
  while (parent && !parent->hasTrait<OpTrait::IsIsolatedFromAbove>())
    parent = parent->getParentOp();
  return isa_and_nonnull<FunctionOpInterface>(parent) &&
         isa_and_nonnull<ModuleOp>(parent->getParentOp());
}

static bool isWholeBytes(Type element) {
  if (!element.isIntOrFloat())
    return false;
  unsigned width = element.getIntOrFloatBitWidth();
  return width == 8 || width == 16 || width == 32 || width == 64;
}

/// Says why `value`, which holds data, cannot be sealed; empty if it can.
static std::string whyNotSealable(ElementsAttr value) {
  std::string message;
  llvm::raw_string_ostream os(message);
  Type element = value.getElementType();
  if (!isWholeBytes(element)) {
    os << "cannot seal elements of type " << element
       << "; expected integers or floats of 8, 16, 32 or 64 bits";
    return message;
  }
  if (!isa<DenseElementsAttr, DenseResourceElementsAttr>(value)) {
    os << "cannot seal a constant that is neither dense nor a resource";
    return message;
  }
  auto resource = dyn_cast<DenseResourceElementsAttr>(value);
  if (!resource)
    return message;
  StringRef key = resource.getRawHandle().getKey();
  std::optional<ArrayRef<char>> bytes = rawBytes(value);
  if (!bytes) {
    os << "the bytes of resource '" << key
       << "' are missing; was the model printed with elided constants?";
    return message;
  }
  uint64_t expected =
      value.getNumElements() * (element.getIntOrFloatBitWidth() / 8);
  if (bytes->size() != expected)
    os << "resource '" << key << "' holds " << bytes->size()
       << " bytes, expected " << expected << " for " << value.getType();
  return message;
}

/// Calls `found` for each elements attribute in which `op` may carry data. The
/// inherent attributes of an operation that defines neither a constant nor a
/// symbol, such as the strides of a convolution, are parameters and not data;
/// those of hwlock.sealed are ciphertext; that of arith.constant is looked at
/// elsewhere.
static void forEachCarried(Operation *op,
                           llvm::function_ref<void(ElementsAttr)> found) {
  bool inherentIsData = op->hasTrait<OpTrait::ConstantLike>() ||
                        isa<SymbolOpInterface>(op) || !op->isRegistered();
  AttrTypeWalker walker, resourceWalker;
  walker.addWalk([&](ElementsAttr value) { found(value); });
  resourceWalker.addWalk(
      [&](DenseResourceElementsAttr value) { found(value); });
  walker.walk(Attribute(op->getDiscardableAttrDictionary()));
  walker.walk(Attribute(op->getLoc()));
  if (isa<SealedOp, arith::ConstantOp>(op))
    return;
  for (NamedAttribute attribute : op->getAttrs()) {
    if (op->getDiscardableAttr(attribute.getName()))
      continue;
    (inherentIsData ? walker : resourceWalker).walk(attribute.getValue());
  }
  // getAttrs() lacks them: in the generic form <{...}> is one attribute.
  if (!op->isRegistered())
    if (Attribute properties = op->getPropertiesAsAttribute())
      walker.walk(properties);
}

WeightAnalysis::WeightAnalysis(Operation *module) {
  module->walk<WalkOrder::PreOrder>([&](Operation *op) { visit(op); });
}

void WeightAnalysis::refuse(Operation *op, const Twine &message) {
  refused.push_back({op, message.str()});
}

void WeightAnalysis::visit(Operation *op) {
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    visitConstant(constant);
  forEachCarried(op, [&](ElementsAttr value) {
    if (clearReason(value))
      return;
    std::string type;
    llvm::raw_string_ostream(type) << value.getType();
    refuse(op, "'" + op->getName().getStringRef() + "' carries data of type " +
                   type + "; only tensors of arith.constant can be sealed");
  });
}

void WeightAnalysis::visitConstant(arith::ConstantOp op) {
  auto value = dyn_cast<ElementsAttr>(op.getValue());
  if (!value)
    return;
  std::optional<ClearReason> reason = clearReason(value);
  if (!reason && isShape(op))
    reason = ClearReason::Shape;
  if (reason) {
    readable[*reason].push_back(op);
    return;
  }
  if (!isa<RankedTensorType>(value.getType()))
    return refuse(op, "cannot seal a constant that is not a ranked tensor; "
                      "lock the model before it is vectorised");
  std::string problem = whyNotSealable(value);
  if (!problem.empty())
    return refuse(op, problem);
  if (!isInFunction(op))
    return refuse(op, "cannot seal a constant outside the functions of the "
                      "module");
  sealable[value].push_back(op);
}

} // namespace hwlock
