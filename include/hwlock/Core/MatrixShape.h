//===- MatrixShape.h - A weight as a matrix -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CORE_MATRIXSHAPE_H
#define HWLOCK_CORE_MATRIXSHAPE_H

#include <stdint.h>

namespace hwlock::core {

/// In row-major order.
struct MatrixShape {
  uint64_t rows, columns;
  uint32_t elementBytes;

  constexpr uint64_t count() const { return rows * columns; }
};

/// Parts of a scratch memory begin on cache lines.
inline constexpr uint64_t alignScratch(uint64_t bytes) {
  return (bytes + 63) / 64 * 64;
}

} // namespace hwlock::core

#endif // HWLOCK_CORE_MATRIXSHAPE_H
