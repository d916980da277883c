//===- QuantileTable.h - Knots of the quantile code -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The public table of a pre-transformed weight: quantiles of a resample of its
// standardised values. Those of the values themselves would have exactly as
// many right codes in each cell, which no other key has.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_RUNTIME_QUANTILETABLE_H
#define HWLOCK_LIB_RUNTIME_QUANTILETABLE_H

#include "RandomStream.h"
#include "hwlock/Core/Pretransform.h"
#include <functional>
#include <span>
#include <vector>

namespace hwlock::rt {

struct QuantileTable {
  /// In the order of Core/Pretransform.h, ascending.
  std::vector<int32_t> knots;
  /// Scale class of one step of a quantile.
  int16_t unit;
};

/// A weight is drawn from all values with its upper half alike.
struct Interval {
  double begin, end;
};

/// Writes the standardised intervals of one row.
using RowIntervals = std::function<void(uint64_t row, std::span<Interval>)>;

QuantileTable drawQuantiles(core::MatrixShape shape, const RowIntervals &row,
                            RandomStream &random);

} // namespace hwlock::rt

#endif // HWLOCK_LIB_RUNTIME_QUANTILETABLE_H
