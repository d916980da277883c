//===- PretransformOracle.h - The quantile code, decoded naively ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Written from docs/FileFormat.md: all edges in a list, one weight after the
// other, nothing shared with Core but the sizes.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TEST_LIB_PRETRANSFORMORACLE_H
#define HWLOCK_TEST_LIB_PRETRANSFORMORACLE_H

#include "hwlock/Core/Pretransform.h"
#include <span>
#include <vector>

namespace hwlock::test {

/// The weight that the coded `bytes` stand for.
std::vector<uint8_t> decodeNaively(std::span<const uint8_t> bytes,
                                   core::MatrixShape shape);

/// The same with Core, in pieces of `piece` bytes.
std::vector<uint8_t> decodeWithCore(std::span<const uint8_t> bytes,
                                    core::MatrixShape shape,
                                    core::VectorLevel level,
                                    uint64_t piece = 65536);

} // namespace hwlock::test

#endif // HWLOCK_TEST_LIB_PRETRANSFORMORACLE_H
