//===- Shuffle.h - Put rows and columns back ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A key-derived permutation of the rows and columns of a weight, undone while
// its bytes arrive: no pass over the weight of its own. Hides where a value
// belongs, not what the values are.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_SHUFFLE_H
#define HWLOCK_CORE_SHUFFLE_H

#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/MatrixShape.h"

namespace hwlock::core {

inline constexpr uint32_t shuffleKeyBytes = 32;

// Element (i, j) of the stored weight is element (rows[i], columns[j]) of the
// plain one. Each permutation is drawn from the identity (Fisher and Yates):
// for i from its length - 1 down to 1, entry i is exchanged with entry
// floor(draw * (i + 1) / 2^64), so that no entry is preferred by more than its
// length / 2^64. Draws are u64, little endian, of the AES-128-CTR keystream
// under the first half of the key, from counter 0 on; the nonce is bytes 16 to
// 26 of the key and a byte that is 0 for rows and 1 for columns.

/// Memory for the permutations, aligned to 16 bytes.
inline constexpr uint64_t shuffleScratchBytes(MatrixShape shape) {
  return alignScratch(4 * shape.rows) + alignScratch(4 * shape.columns);
}

struct Shuffle {
  MatrixShape shape;
  const uint32_t *rows, *columns;
  /// Of the next byte.
  uint64_t row, column;
  uint32_t byte;
};

/// Derives the permutations into `scratch`, which must stay until the end.
/// `shape` has rows and columns below 2^32.
void shuffleStart(Shuffle &shuffle, MatrixShape shape, const uint8_t *key,
                  AesLevel level, uint8_t *scratch);

/// Puts the next `size` bytes of the stored weight where they belong in
/// `plain`, which holds the whole weight. Reads no more than the weight has.
void unshuffle(Shuffle &shuffle, const uint8_t *bytes, uint64_t size,
               uint8_t *plain);

} // namespace hwlock::core

#endif // HWLOCK_CORE_SHUFFLE_H
