//===- SharedSum.cpp - One sum of all channels, added to each -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SharedSum.h"
#include "GroupedMix.h"
#include "InsertedOps.h"
#include <cmath>
#include <numeric>

using namespace mlir;

namespace hwlock {

std::vector<float> drawSum(unsigned size, double length, Random &random) {
  std::vector<double> numbers(size);
  double squares = 0;
  for (double &number : numbers) {
    number = random.positive();
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

Value buildSharedSum(OpBuilder &builder, Location loc, Value input,
                     unsigned axis, arith::ConstantOp sum) {
  Value total =
      buildGroupedMix(builder, loc, input, axis, sum, /*withRelu=*/false);
  unsigned rank = cast<RankedTensorType>(input.getType()).getRank();
  AffineMap each = builder.getMultiDimIdentityMap(rank);
  AffineMap shared = each.replace(builder.getAffineDimExpr(axis),
                                  builder.getAffineConstantExpr(0), rank, 0);
  return buildReluOfSum(builder, loc, {input, total}, {each, shared});
}

} // namespace hwlock
