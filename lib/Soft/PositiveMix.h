//===- PositiveMix.h - What a layer reads, mixed --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_POSITIVEMIX_H
#define HWLOCK_LIB_SOFT_POSITIVEMIX_H

#include "LayerSides.h"
#include "RewrittenWeights.h"
#include "hwlock/Soft/Random.h"

namespace hwlock {

/// How to make y of x >= 0.
struct PositiveMix {
  double kappa;
  /// Channels of each matrix.
  unsigned block;
  /// Adds a sum of all channels to each (SharedSum.h).
  bool sums;
};

/// Inserts y = relu(M x) before `layer` and multiplies its weight by the
/// inverse of M >= 0. `input` is what it reads and not below zero.
void mixBefore(const LinearLayer &layer, const LayerInput &input,
               const PositiveMix &mix, Random &random, WeightEditor &editor,
               RewrittenWeights &rewritten);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_POSITIVEMIX_H
