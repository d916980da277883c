//===- GroupedMix.cpp - A product with a block-diagonal matrix ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "GroupedMix.h"
#include "InsertedOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace hwlock {

arith::ConstantOp buildMatrices(OpBuilder &builder, Location loc,
                                int64_t blocks, int64_t rows,
                                ArrayRef<float> values) {
  return buildFloats(builder, loc,
                     {blocks, rows, int64_t(values.size()) / (blocks * rows)},
                     values, "hwlock_mix");
}

arith::ConstantOp buildMatrices(OpBuilder &builder, Location loc,
                                ArrayRef<MixingMatrix> blocks) {
  std::vector<float> values;
  for (const MixingMatrix &block : blocks)
    values.insert(values.end(), block.matrix.begin(), block.matrix.end());
  return buildMatrices(builder, loc, blocks.size(), blocks[0].size, values);
}

/// The groups of tensor.expand_shape that splits `axis` in two.
static SmallVector<ReassociationIndices> splitOf(unsigned rank, unsigned axis) {
  SmallVector<ReassociationIndices> groups;
  for (int64_t from = 0, to = 0; from < rank; ++from) {
    ReassociationIndices &group = groups.emplace_back(1, to++);
    if (from == axis)
      group.push_back(to++);
  }
  return groups;
}

Value buildGroupedMix(OpBuilder &builder, Location loc, Value input,
                      unsigned axis, arith::ConstantOp matrices,
                      bool withRelu) {
  ArrayRef<int64_t> blocks = cast<ShapedType>(matrices.getType()).getShape();
  auto type = cast<RankedTensorType>(input.getType());
  SmallVector<int64_t> shape(type.getShape());
  shape[axis] = blocks[0];
  shape.insert(shape.begin() + axis + 1, blocks[2]);
  auto splitType = RankedTensorType::get(shape, type.getElementType());
  shape[axis + 1] = blocks[1];
  auto productType = RankedTensorType::get(shape, type.getElementType());
  SmallVector<ReassociationIndices> groups = splitOf(type.getRank(), axis);
  Value split =
      tensor::ExpandShapeOp::create(builder, loc, splitType, input, groups);

  // One loop for each axis, and one to sum over at the end.
  unsigned rank = shape.size();
  auto dim = [&](unsigned i) { return builder.getAffineDimExpr(i); };
  SmallVector<AffineExpr> read, written;
  for (unsigned i = 0; i < rank; ++i) {
    written.push_back(dim(i));
    read.push_back(i == axis + 1 ? dim(rank) : dim(i));
  }
  MLIRContext *context = builder.getContext();
  AffineMap matrix = AffineMap::get(
      rank + 1, 0, {dim(axis), dim(axis + 1), dim(rank)}, context);
  SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::parallel);
  loops.push_back(utils::IteratorType::reduction);

  Value zero =
      arith::ConstantOp::create(builder, loc, builder.getF32FloatAttr(0.0));
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(builder, loc, split);
  sizes[axis + 1] = builder.getIndexAttr(blocks[1]);
  Value empty =
      tensor::EmptyOp::create(builder, loc, sizes, builder.getF32Type());
  Value init = linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
  auto product = linalg::GenericOp::create(
      builder, loc, productType, ValueRange{split, matrices}, init,
      ArrayRef<AffineMap>{AffineMap::get(rank + 1, 0, read, context), matrix,
                          AffineMap::get(rank + 1, 0, written, context)},
      loops, [](OpBuilder &inner, Location at, ValueRange arguments) {
        Value times =
            arith::MulFOp::create(inner, at, arguments[0], arguments[1]);
        Value sum = arith::AddFOp::create(inner, at, arguments[2], times);
        linalg::YieldOp::create(inner, at, sum);
      });
  Value mixed = product.getResult(0);
  if (withRelu)
    mixed = buildRelu(builder, loc, mixed);
  return tensor::CollapseShapeOp::create(builder, loc, mixed, groups);
}

} // namespace hwlock
