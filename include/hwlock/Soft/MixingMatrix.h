//===- MixingMatrix.h - Invertible matrices that amplify ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SOFT_MIXINGMATRIX_H
#define HWLOCK_SOFT_MIXINGMATRIX_H

#include "hwlock/Soft/Random.h"
#include <vector>

namespace hwlock {

/// Square matrices of float64, row-major, and the transposed inverse. The ratio
/// of the largest singular value to the smallest, kappa, is what an error of
/// the format of the weights grows by.
struct MixingMatrix {
  unsigned size;
  std::vector<double> matrix;
  std::vector<double> inverseTransposed;
};

/// U S V^T with random orthogonal U and V and singular values that are spaced
/// evenly in their logarithms from kappa^-1/2 to kappa^1/2.
MixingMatrix signedMixing(unsigned size, double kappa, Random &random);

/// The same with one singular value of kappa^1/2, all others kappa^-1/2: its
/// rows are nearly parallel.
MixingMatrix spikedMixing(unsigned size, double kappa, Random &random);

/// `mixing` with entries that are float32 values, and the inverse of these:
/// that they are stored costs nothing.
MixingMatrix rounded(const MixingMatrix &mixing);

/// Entries >= 0, so that what is >= 0 stays so: sqrt(kappa) * (P + R / kappa)
/// with equal rows in P >= 0 and R >= 0 of full rank. It is rounded().
MixingMatrix positiveMixing(unsigned size, double kappa, Random &random);

/// The inverse as the matrix.
MixingMatrix inverted(const MixingMatrix &mixing);

/// The largest entry of |M M^-1 - 1|.
double inversionError(const MixingMatrix &mixing);

} // namespace hwlock

#endif // HWLOCK_SOFT_MIXINGMATRIX_H
