//===- MixingMatrixTest.cpp - Matrices that amplify -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hwlock/Soft/MixingMatrix.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <gtest/gtest.h>

using namespace hwlock;

namespace {

/// The square root of the sum of squares, which orthogonal factors keep.
double norm(const std::vector<double> &matrix) {
  double sum = 0;
  for (double entry : matrix)
    sum += entry * entry;
  return std::sqrt(sum);
}

TEST(MixingMatrixTest, SignedHasTheSingularValuesAskedFor) {
  Random random(1);
  for (unsigned size : {2u, 4u, 32u, 64u}) {
    MixingMatrix mixing = signedMixing(size, 1024, random);
    double squares = 0;
    for (unsigned i = 0; i < size; ++i)
      squares += std::pow(1024, 2.0 * i / (size - 1) - 1);
    EXPECT_NEAR(norm(mixing.matrix), std::sqrt(squares), 1e-9);
    // Symmetric around one: the inverse has the same.
    EXPECT_NEAR(norm(mixing.inverseTransposed), std::sqrt(squares), 1e-9);
    EXPECT_LT(inversionError(mixing), 1e-10);
  }
}

TEST(MixingMatrixTest, SpikedHasOneLargeSingularValue) {
  Random random(3);
  for (unsigned size : {2u, 4u, 8u}) {
    MixingMatrix mixing = spikedMixing(size, 4096, random);
    EXPECT_NEAR(norm(mixing.matrix), std::sqrt(4096 + (size - 1) / 4096.0),
                1e-9);
    EXPECT_NEAR(norm(mixing.inverseTransposed),
                std::sqrt((size - 1) * 4096.0 + 1 / 4096.0), 1e-7);
    EXPECT_LT(inversionError(mixing), 1e-9);
  }
}

TEST(MixingMatrixTest, RoundedIsTheInverseOfWhatIsStored) {
  Random random(4);
  MixingMatrix exact = spikedMixing(4, 4096, random), mixing = rounded(exact);
  EXPECT_NE(mixing.matrix, exact.matrix);
  for (auto [entry, before] : llvm::zip_equal(mixing.matrix, exact.matrix))
    EXPECT_EQ(entry, double(float(before)));
  EXPECT_LT(inversionError(mixing), 1e-9);
  // That of the matrix before it was rounded is another one.
  EXPECT_GT(inversionError({4, mixing.matrix, exact.inverseTransposed}), 1e-6);
}

TEST(MixingMatrixTest, InvertedTwiceIsTheSame) {
  Random random(5);
  MixingMatrix mixing = signedMixing(4, 64, random), back = inverted(mixing);
  EXPECT_EQ(back.matrix[1], mixing.inverseTransposed[4]);
  EXPECT_LT(inversionError(back), 1e-10);
  EXPECT_EQ(inverted(back).matrix, mixing.matrix);
}

TEST(MixingMatrixTest, PositiveKeepsSigns) {
  Random random(2);
  for (unsigned size : {2u, 3u, 4u, 8u}) {
    MixingMatrix mixing = positiveMixing(size, 2048, random);
    for (double entry : mixing.matrix) {
      EXPECT_GT(entry, 0);
      EXPECT_EQ(entry, double(float(entry)));
    }
    EXPECT_LT(inversionError(mixing), 1e-9);
    // About sqrt(kappa) in both directions.
    EXPECT_GT(norm(mixing.matrix), 20);
    EXPECT_GT(norm(mixing.inverseTransposed), 20);
  }
}

TEST(MixingMatrixTest, OneSeedOneMatrix) {
  Random a(5), b(5), c(6);
  std::vector<double> first = signedMixing(8, 64, a).matrix;
  EXPECT_EQ(first, signedMixing(8, 64, b).matrix);
  EXPECT_NE(first, signedMixing(8, 64, c).matrix);
}

} // namespace
