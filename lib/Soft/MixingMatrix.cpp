//===- MixingMatrix.cpp - Invertible matrices that amplify ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Soft/MixingMatrix.h"
#include <Eigen/Dense>

using Matrix =
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

namespace hwlock {

static std::vector<double> elements(const Matrix &matrix) {
  return {matrix.data(), matrix.data() + matrix.size()};
}

static Matrix normalMatrix(unsigned rows, unsigned columns, Random &random) {
  return Matrix::NullaryExpr(rows, columns, [&] { return random.normal(); });
}

static Matrix orthogonal(unsigned size, Random &random) {
  Matrix normal = normalMatrix(size, size, random);
  return Eigen::HouseholderQR<Matrix>(normal).householderQ();
}

static Eigen::Map<const Matrix> matrixOf(const std::vector<double> &elements,
                                         unsigned size) {
  return {elements.data(), size, size};
}

/// `exact` in float32, and the inverse of that.
static MixingMatrix asStored(const Matrix &exact) {
  Matrix stored = exact.cast<float>().cast<double>();
  Matrix inverse = Eigen::PartialPivLU<Matrix>(stored).inverse();
  return {unsigned(stored.rows()), elements(stored),
          elements(inverse.transpose())};
}

/// U S V^T with random orthogonal U and V and `values` on the diagonal of S.
static MixingMatrix withSingularValues(const Eigen::VectorXd &values,
                                       Random &random) {
  unsigned size = values.size();
  Matrix left = orthogonal(size, random), right = orthogonal(size, random);
  Matrix inverse = values.cwiseInverse().asDiagonal();
  Matrix scale = values.asDiagonal();
  return {size, elements(left * scale * right.transpose()),
          elements(left * inverse * right.transpose())};
}

MixingMatrix signedMixing(unsigned size, double kappa, Random &random) {
  Eigen::VectorXd values(size);
  for (unsigned i = 0; i < size; ++i)
    values[i] = std::pow(kappa, size > 1 ? double(i) / (size - 1) - 0.5 : 0.0);
  return withSingularValues(values, random);
}

MixingMatrix spikedMixing(unsigned size, double kappa, Random &random) {
  Eigen::VectorXd values =
      Eigen::VectorXd::Constant(size, 1 / std::sqrt(kappa));
  values[0] = std::sqrt(kappa);
  return withSingularValues(values, random);
}

namespace {

/// A draw of the two parts of a positive matrix and how well its small singular
/// values keep together.
struct PositiveDraw {
  Matrix low, full;
  double quality = -1;
};

} // namespace

static PositiveDraw drawPositive(unsigned size, Random &random) {
  PositiveDraw draw;
  // All rows alike: no format has it easier with some of them.
  Matrix row = Matrix::NullaryExpr(1, size, [&] { return random.positive(); });
  draw.low = Matrix::Ones(size, 1) * row;
  draw.full =
      Matrix::NullaryExpr(size, size, [&] { return 0.3 * random.uniform(); });
  std::vector<int64_t> order = random.order(size);
  for (unsigned row = 0; row < size; ++row)
    draw.full(row, order[row]) += 1;

  Eigen::JacobiSVD<Matrix> svd(draw.low,
                               Eigen::ComputeFullU | Eigen::ComputeFullV);
  // What the full part adds where the low one has nothing.
  Matrix rest = svd.matrixU().rightCols(size - 1).transpose() * draw.full *
                svd.matrixV().rightCols(size - 1);
  Eigen::VectorXd small = Eigen::JacobiSVD<Matrix>(rest).singularValues();
  draw.quality = 1;
  draw.low /= svd.singularValues()[0];
  if (small.size() > 0) {
    draw.quality = small.tail(1)[0] / small[0];
    draw.full /= small.mean();
  }
  return draw;
}

MixingMatrix positiveMixing(unsigned size, double kappa, Random &random) {
  PositiveDraw best;
  for (int attempt = 0; attempt < 32; ++attempt) {
    PositiveDraw draw = drawPositive(size, random);
    if (draw.quality > best.quality)
      best = std::move(draw);
  }
  return asStored(std::sqrt(kappa) * (best.low + best.full / kappa));
}

MixingMatrix rounded(const MixingMatrix &mixing) {
  return asStored(matrixOf(mixing.matrix, mixing.size));
}

MixingMatrix inverted(const MixingMatrix &mixing) {
  auto transposed = [&](const std::vector<double> &matrix) {
    return elements(matrixOf(matrix, mixing.size).transpose());
  };
  return {mixing.size, transposed(mixing.inverseTransposed),
          transposed(mixing.matrix)};
}

double inversionError(const MixingMatrix &mixing) {
  Matrix product = matrixOf(mixing.matrix, mixing.size) *
                   matrixOf(mixing.inverseTransposed, mixing.size).transpose();
  return (product - Matrix::Identity(mixing.size, mixing.size))
      .cwiseAbs()
      .maxCoeff();
}

} // namespace hwlock
