//===- SpecializeShapes.cpp - Static shapes for dynamic models ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs when weights have become arguments: the folding in here cannot tell a
// locked module from an unlocked one.
//===----------------------------------------------------------------------===//
#include "StaticReshape.h"
#include "hwlock/Codegen/Compute.h"
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_SPECIALIZESHAPES
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

struct InputShape {
  unsigned index;
  SmallVector<int64_t> sizes;
};

/// Reads "input0=4x128"; nothing if `text` is not like that.
std::optional<InputShape> parseShape(StringRef text) {
  InputShape shape;
  if (!text.consume_front("input") || text.consumeInteger(10, shape.index) ||
      !text.consume_front("="))
    return std::nullopt;
  while (!text.empty()) {
    int64_t size;
    if (text.consumeInteger(10, size) || size < 0)
      return std::nullopt;
    shape.sizes.push_back(size);
    if (!text.empty() && (!text.consume_front("x") || text.empty()))
      return std::nullopt;
  }
  return shape;
}

bool isDynamic(Type type) {
  auto shaped = dyn_cast<ShapedType>(type);
  return shaped && !shaped.hasStaticShape();
}

size_t countDynamic(func::FuncOp function) {
  size_t count = llvm::count_if(function.getArgumentTypes(), isDynamic);
  function.walk([&](Operation *op) {
    count += llvm::count_if(op->getResultTypes(), isDynamic);
  });
  return count;
}

/// Returns what was cast to a dynamic shape, and makes the type of the function
/// follow.
void updateType(func::FuncOp function) {
  function.walk([](func::ReturnOp result) {
    for (OpOperand &operand : result->getOpOperands())
      if (auto cast = operand.get().getDefiningOp<tensor::CastOp>())
        if (isDynamic(cast.getType()) && !isDynamic(cast.getSource().getType()))
          operand.set(cast.getSource());
  });
  auto result = cast<func::ReturnOp>(function.back().getTerminator());
  function.setType(FunctionType::get(function.getContext(),
                                     function.front().getArgumentTypes(),
                                     result.getOperandTypes()));
}

/// What is not static after all folding, or cannot be computed.
LogicalResult checkIsStatic(func::FuncOp function) {
  auto refuse = [&](Operation *op, Type type) {
    return op->emitError("function '")
           << function.getSymName() << "' has a value of type " << type
           << ": expected a static shape; give the shapes of its inputs with "
              "--shapes, or import the model with fixed sizes";
  };
  for (Type type : function.getArgumentTypes())
    if (isDynamic(type))
      return refuse(function, type);
  WalkResult result = function.walk([&](Operation *op) -> WalkResult {
    for (Type type : op->getResultTypes())
      if (isDynamic(type))
        return refuse(op, type);
    auto assertion = dyn_cast<cf::AssertOp>(op);
    if (assertion && matchPattern(assertion.getArg(), m_Zero()))
      return op->emitError("the model does not take inputs of these shapes: ")
             << assertion.getMsg();
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}

struct SpecializeShapesPass : impl::SpecializeShapesBase<SpecializeShapesPass> {
  using SpecializeShapesBase::SpecializeShapesBase;

  void runOnOperation() override {
    if (failed(applyShapes()) || failed(propagate()))
      return signalPassFailure();
    for (func::FuncOp function : publicFunctions())
      if (failed(checkIsStatic(function)))
        return signalPassFailure();
  }

private:
  SmallVector<func::FuncOp> publicFunctions() {
    return llvm::filter_to_vector(
        getOperation().getOps<func::FuncOp>(), [](func::FuncOp function) {
          return function.isPublic() && !function.isExternal();
        });
  }

  size_t countDynamicValues() {
    size_t count = 0;
    for (func::FuncOp function : publicFunctions())
      count += countDynamic(function);
    return count;
  }

  LogicalResult applyShapes() {
    if (shapes.empty())
      return success();
    auto target = getOperation().lookupSymbol<func::FuncOp>(function);
    if (!target || !target.isPublic() || target.isExternal())
      return getOperation().emitError("shapes are given for function '")
             << function << "', which the module does not have";
    for (const std::string &text : shapes) {
      auto shape = parseShape(text);
      if (!shape)
        return target.emitError("cannot read the shape '")
               << text << "', expected the form input0=4x128";
      if (failed(apply(target, *shape)))
        return failure();
    }
    updateType(target);
    return success();
  }

  static LogicalResult apply(func::FuncOp function, const InputShape &shape) {
    unsigned inputs = llvm::count_if(
        llvm::seq(function.getNumArguments()), [&](unsigned index) {
          return !function.getArgAttr(index, kWeightAttr);
        });
    if (shape.index >= inputs)
      return function.emitError("function '")
             << function.getSymName() << "' has " << inputs
             << " input(s), found a shape for input " << shape.index;
    BlockArgument argument = function.getArgument(shape.index);
    auto type = dyn_cast<RankedTensorType>(argument.getType());
    if (!type || failed(verifyCompatibleShape(shape.sizes, type.getShape())))
      return function.emitError("input ")
             << shape.index << " of function '" << function.getSymName()
             << "' is of type " << argument.getType()
             << ", which the given shape does not fit";
    if (type.hasStaticShape())
      return success();
    argument.setType(type.clone(shape.sizes));
    OpBuilder builder(function.getBody());
    auto cast =
        tensor::CastOp::create(builder, function.getLoc(), type, argument);
    argument.replaceAllUsesExcept(cast, cast);
    return success();
  }

  /// Folds until no more shapes become static.
  LogicalResult propagate() {
    OpPassManager folding(ModuleOp::getOperationName());
    folding.addPass(createCanonicalizerPass());
    folding.addPass(memref::createResolveRankedShapeTypeResultDimsPass());
    folding.addPass(createCanonicalizerPass());
    folding.addPass(createCSEPass());
    RewritePatternSet reshapes(&getContext());
    populateStaticReshapePatterns(reshapes);
    FrozenRewritePatternSet patterns(std::move(reshapes));
    size_t left = countDynamicValues();
    for (size_t before = left + 1; left && left < before;) {
      before = left;
      if (failed(runPipeline(folding, getOperation())))
        return failure();
      for (func::FuncOp function : publicFunctions()) {
        if (failed(applyPatternsGreedily(function, patterns)))
          return failure();
        updateType(function);
      }
      left = countDynamicValues();
    }
    return success();
  }
};

} // namespace
} // namespace hwlock
