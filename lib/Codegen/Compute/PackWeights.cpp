//===- PackWeights.cpp - Work on weights alone runs at load ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Compute.h"
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/DataLayoutInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_PACKWEIGHTS
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

/// Padding may multiply the size of weights that are this small.
constexpr int64_t kSmallBits = 8 * 65536;

int64_t bitsOf(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  return tensor.getNumElements() *
         DataLayout().getTypeSizeInBits(tensor.getElementType());
}

/// Operands of `op` and the values that its regions read from outside.
SmallVector<Value> valuesReadBy(Operation *op) {
  llvm::SetVector<Value> values(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), values);
  return values.takeVector();
}

/// What one function computes from its weights alone.
class WeightSlice {
public:
  explicit WeightSlice(func::FuncOp function) : function(function) {
    for (BlockArgument argument : function.getArguments())
      if (function.getArgAttr(argument.getArgNumber(), kWeightAttr))
        weightBits[argument] = bitsOf(argument.getType());
    for (Operation &op : function.front().without_terminator())
      classify(op);
    for (Operation &op : function.front())
      if (!known.contains(&op))
        for (Value value : valuesReadBy(&op))
          addToFrontier(value);
  }

  /// The values that the function should receive instead of computing them.
  ArrayRef<Value> frontier() const { return values.getArrayRef(); }

  /// The operations that compute the frontier, in order.
  SmallVector<Operation *> operations() {
    llvm::SmallPtrSet<Operation *, 32> needed;
    SmallVector<Value> worklist(values.begin(), values.end());
    while (!worklist.empty()) {
      Operation *op = worklist.pop_back_val().getDefiningOp();
      if (op && needed.insert(op).second)
        llvm::append_range(worklist, valuesReadBy(op));
    }
    SmallVector<Operation *> ordered;
    for (Operation &op : function.front())
      if (needed.contains(&op))
        ordered.push_back(&op);
    return ordered;
  }

private:
  /// Records whether `op` reads nothing but weights and constants, and how many
  /// bits of weights it reads.
  void classify(Operation &op) {
    if (!isMemoryEffectFree(&op))
      return;
    int64_t bits = 0;
    for (Value value : valuesReadBy(&op)) {
      Operation *source = value.getDefiningOp();
      if (!weightBits.contains(value) && !(source && known.contains(source)))
        return;
      bits += weightBits.lookup(value);
    }
    known.insert(&op);
    if (bits == 0)
      return;
    for (Value result : op.getResults())
      if (isa<RankedTensorType>(result.getType()))
        weightBits[result] = bits;
  }

  /// Views cost nothing, and what grows the data costs more to read back than
  /// to compute.
  bool shouldStay(Operation *op) const {
    if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp,
            tensor::ExtractSliceOp, tensor::CastOp, linalg::BroadcastOp>(op))
      return true;
    return llvm::any_of(op->getResults(), [&](Value result) {
      int64_t bits = bitsOf(result.getType());
      return bits > kSmallBits && bits > 2 * weightBits.lookup(result);
    });
  }

  void addToFrontier(Value value) {
    Operation *op = value.getDefiningOp();
    if (!op || weightBits.lookup(value) == 0)
      return;
    if (!shouldStay(op)) {
      values.insert(value);
      return;
    }
    for (Value operand : valuesReadBy(op))
      addToFrontier(operand);
  }

  func::FuncOp function;
  llvm::SmallPtrSet<Operation *, 32> known;
  llvm::DenseMap<Value, int64_t> weightBits;
  llvm::SetVector<Value> values;
};

LogicalResult checkWeights(func::FuncOp function) {
  for (BlockArgument argument : function.getArguments()) {
    auto type = dyn_cast<RankedTensorType>(argument.getType());
    if (function.getArgAttr(argument.getArgNumber(), kWeightAttr) &&
        !(type && type.hasStaticShape()))
      return function.emitError("argument ")
             << argument.getArgNumber()
             << " is marked as a weight and has type " << argument.getType()
             << ": expected a tensor of static shape";
  }
  return success();
}

/// Creates `<name>.pack` behind `function`.
void createPackFunction(func::FuncOp function, WeightSlice &slice) {
  SmallVector<Operation *> operations = slice.operations();
  llvm::SetVector<Value> weights;
  for (Operation *op : operations)
    for (Value value : valuesReadBy(op))
      if (isa<BlockArgument>(value))
        weights.insert(value);

  OpBuilder builder(function.getContext());
  builder.setInsertionPointAfter(function);
  auto type = builder.getFunctionType(TypeRange(weights.getArrayRef()),
                                      TypeRange(slice.frontier()));
  auto pack =
      func::FuncOp::create(builder, function.getLoc(),
                           (function.getSymName() + kPackSuffix).str(), type);
  pack.setPrivate();
  builder.setInsertionPointToStart(pack.addEntryBlock());
  IRMapping mapping;
  for (auto [index, weight] : llvm::enumerate(weights)) {
    unsigned number = cast<BlockArgument>(weight).getArgNumber();
    pack.setArgAttr(index, kWeightAttr,
                    function.getArgAttr(number, kWeightAttr));
    mapping.map(weight, pack.getArgument(index));
  }
  for (Operation *op : operations)
    builder.clone(*op, mapping);
  SmallVector<Value> results;
  for (Value value : slice.frontier())
    results.push_back(mapping.lookup(value));
  func::ReturnOp::create(builder, function.getLoc(), results);
}

/// Makes each value of the frontier a new argument of `function`.
void receivePacked(func::FuncOp function, ArrayRef<Value> frontier) {
  Builder builder(function.getContext());
  for (auto [index, entry] : llvm::enumerate(frontier)) {
    Value value = entry;
    unsigned number = function.getNumArguments();
    NamedAttribute packed(builder.getStringAttr(kPackedAttr),
                          builder.getI64IntegerAttr(index));
    [[maybe_unused]] LogicalResult inserted = function.insertArgument(
        number, value.getType(), builder.getDictionaryAttr(packed),
        function.getLoc());
    assert(succeeded(inserted) && "func.func takes any argument");
    value.replaceAllUsesWith(function.getArgument(number));
  }
}

void eraseUnusedWeights(func::FuncOp function) {
  for (Operation &op :
       llvm::make_early_inc_range(llvm::reverse(function.front())))
    if (isOpTriviallyDead(&op))
      op.erase();
  llvm::BitVector unused(function.getNumArguments());
  for (BlockArgument argument : function.getArguments()) {
    unsigned number = argument.getArgNumber();
    if (argument.use_empty() && function.getArgAttr(number, kWeightAttr))
      unused.set(number);
  }
  [[maybe_unused]] LogicalResult erased = function.eraseArguments(unused);
  assert(succeeded(erased) && "func.func loses any argument");
}

struct PackWeightsPass : impl::PackWeightsBase<PackWeightsPass> {
  void runOnOperation() override {
    auto functions = getOperation().getOps<func::FuncOp>();
    for (func::FuncOp function : llvm::to_vector(functions)) {
      if (!function.isPublic() || function.isExternal())
        continue;
      if (failed(checkWeights(function)))
        return signalPassFailure();
      WeightSlice slice(function);
      if (!slice.frontier().empty()) {
        createPackFunction(function, slice);
        receivePacked(function, slice.frontier());
      }
      eraseUnusedWeights(function);
    }
  }
};

} // namespace
} // namespace hwlock
