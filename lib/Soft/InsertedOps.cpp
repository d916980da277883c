//===- InsertedOps.cpp - Operations that locks insert ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "InsertedOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/AsmState.h"

using namespace mlir;

namespace hwlock {

arith::ConstantOp buildFloats(OpBuilder &builder, Location loc,
                              ArrayRef<int64_t> shape, ArrayRef<float> values,
                              StringRef name) {
  AsmResourceBlob blob = HeapAsmResourceBlob::allocateAndCopyWithAlign(
      {reinterpret_cast<const char *>(values.data()),
       values.size() * sizeof(float)},
      64);
  auto type = RankedTensorType::get(shape, builder.getF32Type());
  return arith::ConstantOp::create(
      builder, loc,
      DenseResourceElementsAttr::get(type, name, std::move(blob)));
}

/// What `finish` makes of each sum of `terms`.
static Value
buildSumThen(OpBuilder &builder, Location loc, ValueRange terms,
             ArrayRef<AffineMap> maps,
             llvm::function_ref<Value(OpBuilder &, Location, Value)> finish) {
  auto type = cast<RankedTensorType>(terms[0].getType());
  SmallVector<utils::IteratorType> loops(type.getRank(),
                                         utils::IteratorType::parallel);
  SmallVector<AffineMap> indexing(maps);
  indexing.push_back(builder.getMultiDimIdentityMap(type.getRank()));
  Value empty = tensor::EmptyOp::create(
      builder, loc, tensor::getMixedSizes(builder, loc, terms[0]),
      builder.getF32Type());
  auto op = linalg::GenericOp::create(
      builder, loc, type, terms, empty, indexing, loops,
      [&](OpBuilder &inner, Location at, ValueRange arguments) {
        Value sum = arguments[0];
        for (Value term : arguments.slice(1, terms.size() - 1))
          sum = arith::AddFOp::create(inner, at, sum, term);
        linalg::YieldOp::create(inner, at, finish(inner, at, sum));
      });
  return op.getResult(0);
}

Value buildSum(OpBuilder &builder, Location loc, ValueRange terms,
               ArrayRef<AffineMap> maps) {
  return buildSumThen(builder, loc, terms, maps,
                      [](OpBuilder &, Location, Value sum) { return sum; });
}

Value buildReluOfSum(OpBuilder &builder, Location loc, ValueRange terms,
                     ArrayRef<AffineMap> maps) {
  Value zero =
      arith::ConstantOp::create(builder, loc, builder.getF32FloatAttr(0.0));
  return buildSumThen(builder, loc, terms, maps,
                      [&](OpBuilder &inner, Location at, Value sum) -> Value {
                        return arith::MaximumFOp::create(inner, at, sum, zero);
                      });
}

Value buildRelu(OpBuilder &builder, Location loc, Value input) {
  unsigned rank = cast<RankedTensorType>(input.getType()).getRank();
  return buildReluOfSum(builder, loc, input,
                        builder.getMultiDimIdentityMap(rank));
}

} // namespace hwlock
