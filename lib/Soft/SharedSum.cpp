//===- SharedSum.cpp - One sum of all channels, added to each -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SharedSum.h"
#include "GroupedMix.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <cmath>
#include <numeric>

using namespace mlir;

namespace hwlock {

std::vector<float> drawSum(unsigned size, double length, Random &random) {
  std::vector<double> numbers(size);
  double squares = 0;
  for (double &number : numbers) {
    double normal = random.normal();
    // Away from zero: no channel is left out.
    number = normal * normal + 0.05;
    squares += number * number;
  }
  std::vector<float> sum;
  for (double number : numbers)
    sum.push_back(float(length * number / std::sqrt(squares)));
  return sum;
}

void divideBySum(const ChannelWeight &weight, ArrayRef<float> sum,
                 WeightEditor &editor) {
  double divisor = std::accumulate(sum.begin(), sum.end(), 1.0);
  size_t step = *unitStep(weight);
  MutableArrayRef<float> values = editor.edit(weight.constant);
  std::vector<size_t> firsts;
  forEachElement(weight.shape(), weight.map, [&](size_t at, int64_t channel) {
    if (channel == 0)
      firsts.push_back(at);
  });
  for (size_t first : firsts) {
    double total = 0;
    for (size_t i = 0; i < sum.size(); ++i)
      total += values[first + i * step];
    for (size_t i = 0; i < sum.size(); ++i) {
      float &value = values[first + i * step];
      value = float(value - total / divisor * sum[i]);
    }
  }
}

/// max(`input` + `sum`, 0), where `sum` has a single element along `axis`.
static Value buildSum(OpBuilder &builder, Location loc, Value input, Value sum,
                      unsigned axis) {
  unsigned rank = cast<RankedTensorType>(input.getType()).getRank();
  AffineMap each = builder.getMultiDimIdentityMap(rank);
  AffineMap shared = each.replace(builder.getAffineDimExpr(axis),
                                  builder.getAffineConstantExpr(0), rank, 0);
  SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::parallel);
  Value zero =
      arith::ConstantOp::create(builder, loc, builder.getF32FloatAttr(0.0));
  Value empty = tensor::EmptyOp::create(
      builder, loc, tensor::getMixedSizes(builder, loc, input),
      builder.getF32Type());
  auto added = linalg::GenericOp::create(
      builder, loc, input.getType(), ValueRange{input, sum}, empty,
      ArrayRef<AffineMap>{each, shared, each}, loops,
      [&](OpBuilder &inner, Location at, ValueRange arguments) {
        Value both =
            arith::AddFOp::create(inner, at, arguments[0], arguments[1]);
        Value larger = arith::MaximumFOp::create(inner, at, both, zero);
        linalg::YieldOp::create(inner, at, larger);
      });
  return added.getResult(0);
}

Value buildSharedSum(OpBuilder &builder, Location loc, Value input,
                     unsigned axis, arith::ConstantOp sum) {
  Value total =
      buildGroupedMix(builder, loc, input, axis, sum, /*withRelu=*/false);
  return buildSum(builder, loc, input, total, axis);
}

} // namespace hwlock
