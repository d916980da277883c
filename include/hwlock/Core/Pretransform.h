//===- Pretransform.h - Decode uniform bits into plausible weights --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A fixed-rate, exactly invertible code of floating-point matrices in which
// every codeword is valid: uniform bits, which is what a wrong key gives,
// decode to weights with the distribution of the public tables.
// docs/FileFormat.md has the layout in prose, docs/Transformations.md what it
// promises.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_PRETRANSFORM_H
#define HWLOCK_CORE_PRETRANSFORM_H

#include "hwlock/Core/MatrixShape.h"

namespace hwlock::core {

/// Codes have 16 bits: a cell between two knots, and a place in the cell.
inline constexpr uint32_t pretransformCodeBits = 16;
/// The first and the last cell, where the density falls steeply, have
/// 2^4 cells of their own.
inline constexpr uint32_t pretransformOuterBits = 4;
inline constexpr uint32_t pretransformOuterCells = 1 << pretransformOuterBits;
/// An entry of the escape stream.
inline constexpr uint32_t pretransformEntryBytes = 4;
inline constexpr uint32_t pretransformHeaderBytes = 8;
/// With fewer elements a row or column says too little about its own scale.
inline constexpr uint64_t pretransformScaledElements = 16;

/// Where things are, from the shape alone. A coded weight is
///
///   clear   mode u8 (1: coded, 0: the payload is the plain bytes), zero u8,
///           least i16, greatest i16 (bounds of the order of a value),
///           unit i16 (scale class); knots i32 each; row classes i16 each, if
///           there are 16 columns; column classes i16 each, if there are 16
///           rows; zeros up to a multiple of 64
///   escapes entries u32; then anything up to a multiple of 64
///   payload f32: u32 = code << 16 | low half of the weight; bf16: u16 = code
///
/// of which a cipher masks the last two. Integers are little endian.
struct PretransformLayout {
  /// 2^knotBits cells.
  uint32_t knotBits;
  uint64_t knots, rowClasses, columnClasses;
  uint64_t entries;
  uint64_t clearBytes, escapeBytes, payloadBytes;

  constexpr uint64_t totalBytes() const {
    return clearBytes + escapeBytes + payloadBytes;
  }
};

inline constexpr PretransformLayout pretransformLayout(MatrixShape shape) {
  PretransformLayout layout = {};
  uint64_t count = shape.count();
  // At most one knot for 64 weights: finer tables would be fitted to the
  // weights themselves.
  layout.knotBits = 6;
  while (layout.knotBits < 12 && count >> (layout.knotBits + 7))
    ++layout.knotBits;
  layout.knots =
      (uint64_t(1) << layout.knotBits) + 2 * pretransformOuterCells - 1;
  bool scaled = pretransformScaledElements <= shape.rows &&
                pretransformScaledElements <= shape.columns;
  layout.rowClasses = scaled ? shape.rows : 0;
  layout.columnClasses = scaled ? shape.columns : 0;
  // Weights of real models need 1.2 to 1.6 %.
  layout.entries = count / 48 + 64;
  layout.clearBytes =
      alignScratch(pretransformHeaderBytes + 4 * layout.knots +
                   2 * (layout.rowClasses + layout.columnClasses));
  layout.escapeBytes = alignScratch(layout.entries * pretransformEntryBytes);
  layout.payloadBytes = count * shape.elementBytes;
  return layout;
}

/// Memory that a decoder needs beside input and output, aligned to 16 bytes.
/// Begins with room for the clear bytes.
inline constexpr uint64_t pretransformScratchBytes(MatrixShape shape) {
  PretransformLayout layout = pretransformLayout(shape);
  uint64_t cells = uint64_t(1) << layout.knotBits;
  return layout.clearBytes + layout.escapeBytes +
         alignScratch(4 * layout.knots) + 2 * alignScratch(4 * cells) +
         alignScratch(4 * shape.columns);
}

/// How runs of weights are decoded. All give the same bits.
enum class VectorLevel : uint8_t { Scalar = 0, Avx2 = 1, Avx512 = 2 };
/// The best that this CPU and system support.
VectorLevel vectorLevel();

/// The public tables, in the form that decoding needs.
struct PretransformTable {
  uint32_t knotBits;
  /// `knots` values, not necessarily ascending: every bit pattern decodes.
  const uint32_t *knots;
  /// For each cell but the outer ones: value of its first code, and the step
  /// from one code to the next.
  const uint32_t *base, *step;
  int32_t least, greatest;
};

/// Decodes a weight piece by piece, in order.
struct PretransformDecoder {
  VectorLevel level;
  bool coded;
  MatrixShape shape;
  PretransformTable table;
  const uint8_t *rowClasses;
  const float *columnScales;
  int32_t unit;
  uint8_t *entries;
  uint64_t entryCount, nextEntry;
  uint64_t escapeBytes, escapeBytesSeen;
  uint64_t row, column;
};

/// Begins to decode. `scratch` holds pretransformScratchBytes(shape), of which
/// the first are the clear bytes; it must stay until the end. No content of the
/// clear bytes is invalid. `shape` has at least one element, of 4 bytes (f32)
/// or 2 (bf16).
void pretransformStart(PretransformDecoder &decoder, MatrixShape shape,
                       VectorLevel level, uint8_t *scratch);

/// Decodes the next `size` bytes of escapes and payload, in pieces of whole
/// elements; returns how many bytes of `plain` were written. `plain` may be
/// `bytes`; other overlaps are not allowed.
uint64_t pretransformFeed(PretransformDecoder &decoder, const uint8_t *bytes,
                          uint64_t size, uint8_t *plain);

} // namespace hwlock::core

#endif // HWLOCK_CORE_PRETRANSFORM_H
