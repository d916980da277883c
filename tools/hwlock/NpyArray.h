//===- NpyArray.h - NumPy's .npy format -----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads and writes dense C-order arrays (NEP 1, format versions 1.0 to 3.0).
// Every field of the header is checked: files come from anywhere.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_NPYARRAY_H
#define HWLOCK_TOOLS_HWLOCK_NPYARRAY_H

#include "hwlock/Support/Result.h"
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace hwlock::tool {

struct NpyArray {
  /// NumPy's type string, for example "<f4".
  std::string type;
  std::vector<int64_t> shape;
  /// Row-major elements.
  std::vector<uint8_t> data;
};

/// Parses the bytes of a .npy file. Refuses Fortran order, structured types,
/// big-endian data, booleans other than 0 and 1, and a length that does not
/// match the shape.
rt::Result<NpyArray> parseNpy(std::span<const uint8_t> bytes);

/// Reads `path`; the message of a failure names it.
rt::Result<NpyArray> readNpy(const std::string &path);

/// The bytes of a .npy file, version 1.0.
std::vector<uint8_t> formatNpy(const NpyArray &array);

/// "(1, 2, 3)" as NumPy prints a shape.
std::string formatShape(const std::vector<int64_t> &shape);

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_NPYARRAY_H
