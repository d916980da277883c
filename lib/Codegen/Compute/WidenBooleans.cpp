//===- WidenBooleans.cpp - One byte for each i1 in memory -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_WIDENBOOLEANS
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

bool isBooleanTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.getElementType().isInteger(1);
}

/// Whether `op` works the same on i8 once its types are changed, or is handled
/// by one of the functions below.
bool isKnown(Operation *op) {
  return isa<tensor::EmptyOp, tensor::ExpandShapeOp, tensor::CollapseShapeOp,
             tensor::ExtractSliceOp, tensor::InsertSliceOp, tensor::ExtractOp,
             linalg::TransposeOp, linalg::BroadcastOp, linalg::GenericOp,
             linalg::FillOp, linalg::YieldOp, arith::ConstantOp,
             func::ReturnOp>(op);
}

class Widener {
public:
  explicit Widener(func::FuncOp function)
      : function(function), builder(function.getContext()) {}

  bool canWiden() {
    WalkResult result = function.walk([&](Operation *op) {
      auto types =
          llvm::concat<Type>(op->getOperandTypes(), op->getResultTypes());
      bool touches = llvm::any_of(types, isBooleanTensor);
      bool splat = true;
      if (auto constant = dyn_cast<arith::ConstantOp>(op))
        splat = isa<SplatElementsAttr>(constant.getValue()) || !touches;
      return touches && !(isKnown(op) && splat) ? WalkResult::interrupt()
                                                : WalkResult::advance();
    });
    return !result.wasInterrupted();
  }

  void widen() {
    SmallVector<Operation *> ops;
    function.walk([&](Operation *op) {
      if (op != function)
        ops.push_back(op);
    });
    widenArguments();
    for (Operation *op : ops)
      widen(op);
  }

private:
  Type wide(Type type) {
    return isBooleanTensor(type)
               ? cast<RankedTensorType>(type).clone(builder.getI8Type())
               : type;
  }

  /// Elementwise conversion of a tensor at the boundary of the function.
  Value convert(Location loc, Value value, Type element) {
    auto type = cast<RankedTensorType>(value.getType()).clone(element);
    Value empty =
        tensor::EmptyOp::create(builder, loc, type.getShape(), element);
    AffineMap map = builder.getMultiDimIdentityMap(type.getRank());
    SmallVector<utils::IteratorType> iterators(type.getRank(),
                                               utils::IteratorType::parallel);
    auto body = [&](OpBuilder &nested, Location loc, ValueRange arguments) {
      Value result =
          element.isInteger(1)
              ? toBoolean(nested, loc, arguments[0])
              : arith::ExtUIOp::create(nested, loc, element, arguments[0]);
      linalg::YieldOp::create(nested, loc, result);
    };
    return linalg::GenericOp::create(builder, loc, type, value, empty,
                                     ArrayRef<AffineMap>{map, map}, iterators,
                                     body)
        .getResult(0);
  }

  static Value toBoolean(OpBuilder &builder, Location loc, Value byte) {
    Value zero = arith::ConstantOp::create(builder, loc,
                                           builder.getZeroAttr(byte.getType()));
    return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ne, byte,
                                 zero);
  }

  Value toByte(OpBuilder &builder, Location loc, Value boolean) {
    return arith::ExtUIOp::create(builder, loc, builder.getI8Type(), boolean);
  }

  void widenArguments() {
    builder.setInsertionPointToStart(&function.front());
    for (BlockArgument argument : function.getArguments()) {
      if (!isBooleanTensor(argument.getType()) || argument.use_empty())
        continue;
      Value byte = convert(argument.getLoc(), argument, builder.getI8Type());
      argument.replaceAllUsesExcept(byte, byte.getDefiningOp());
    }
  }

  void widen(Operation *op) {
    builder.setInsertionPoint(op);
    if (auto ret = dyn_cast<func::ReturnOp>(op)) {
      for (OpOperand &operand : ret->getOpOperands())
        if (isBooleanTensor(
                function.getResultTypes()[operand.getOperandNumber()]))
          operand.set(
              convert(op->getLoc(), operand.get(), builder.getI1Type()));
      return;
    }
    if (auto extract = dyn_cast<tensor::ExtractOp>(op))
      return widenExtract(extract);
    for (Value result : op->getResults())
      result.setType(wide(result.getType()));
    if (auto constant = dyn_cast<arith::ConstantOp>(op))
      return widenConstant(constant);
    if (auto generic = dyn_cast<linalg::GenericOp>(op))
      widenBody(generic);
    else if (auto named = dyn_cast<linalg::LinalgOp>(op))
      widenNamed(named);
  }

  void widenExtract(tensor::ExtractOp extract) {
    Value result = extract.getResult();
    if (!result.getType().isInteger(1))
      return;
    result.setType(builder.getI8Type());
    builder.setInsertionPointAfter(extract);
    Value boolean = toBoolean(builder, extract.getLoc(), result);
    result.replaceAllUsesExcept(boolean, boolean.getDefiningOp());
  }

  void widenConstant(arith::ConstantOp constant) {
    auto splat = dyn_cast<SplatElementsAttr>(constant.getValue());
    if (!splat || !splat.getElementType().isInteger(1))
      return;
    constant.setValueAttr(DenseElementsAttr::get(
        cast<ShapedType>(constant.getType()),
        builder.getI8IntegerAttr(splat.getSplatValue<bool>())));
  }

  /// A named operation: its body only passes elements on.
  void widenNamed(linalg::LinalgOp op) {
    if (auto fill = dyn_cast<linalg::FillOp>(op.getOperation())) {
      Value scalar = fill.getInputs()[0];
      if (!scalar.getType().isInteger(1))
        return;
      auto wideFill = linalg::FillOp::create(
          builder, fill.getLoc(), toByte(builder, fill.getLoc(), scalar),
          fill.getOutputs()[0]);
      fill->replaceAllUsesWith(wideFill->getResults());
      fill.erase();
      return;
    }
    for (auto [argument, operand] :
         llvm::zip(op.getBlock()->getArguments(), op->getOperands()))
      argument.setType(getElementTypeOrSelf(operand.getType()));
  }

  /// Bytes outside the body, i1 inside.
  void widenBody(linalg::GenericOp op) {
    Block &body = *op.getBlock();
    for (auto [argument, operand] :
         llvm::zip(body.getArguments(), op->getOperands())) {
      Type element = getElementTypeOrSelf(operand.getType());
      if (argument.getType() == element)
        continue;
      argument.setType(element);
      builder.setInsertionPointToStart(&body);
      Value boolean = toBoolean(builder, op.getLoc(), argument);
      argument.replaceAllUsesExcept(boolean, boolean.getDefiningOp());
    }
    Operation *yield = body.getTerminator();
    builder.setInsertionPoint(yield);
    for (auto [operand, result] :
         llvm::zip(yield->getOpOperands(), op->getResults()))
      if (operand.get().getType() != getElementTypeOrSelf(result.getType()))
        operand.set(toByte(builder, op.getLoc(), operand.get()));
  }

  func::FuncOp function;
  OpBuilder builder;
};

struct WidenBooleansPass : impl::WidenBooleansBase<WidenBooleansPass> {
  void runOnOperation() override {
    Widener widener(getOperation());
    if (!getOperation().isExternal() && widener.canWiden())
      widener.widen();
  }
};

} // namespace
} // namespace hwlock
