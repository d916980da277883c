//===- ScaleEstimator.h - Scales of rows and columns ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the public scale classes of a pre-transformed weight are. They are drawn
// from their posterior distribution rather than fitted: measured scales carry
// the noise of these very weights, and by it the right weights would be told.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_RUNTIME_SCALEESTIMATOR_H
#define HWLOCK_LIB_RUNTIME_SCALEESTIMATOR_H

#include "RandomStream.h"
#include "hwlock/Core/Pretransform.h"
#include <span>
#include <vector>

namespace hwlock::rt {

/// In 1/32 octave, around zero; all zero for a weight that has no scales.
struct ScaleClasses {
  std::vector<int16_t> rows, columns;
};

/// `values` are finite.
ScaleClasses estimateScales(std::span<const float> values,
                            core::MatrixShape shape, RandomStream &random);

} // namespace hwlock::rt

#endif // HWLOCK_LIB_RUNTIME_SCALEESTIMATOR_H
