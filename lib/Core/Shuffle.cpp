//===- Shuffle.cpp - Put rows and columns back ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Shuffle.h"
#include "ByteOrder.h"
#include "hwlock/Core/Decoder.h"

using namespace hwlock::core;

namespace {

constexpr uint32_t cipherKeyBytes = 16;

/// Draws from the keystream of one permutation.
class Draws {
public:
  Draws(AesLevel level, const AesKey &key, const uint8_t *seed, uint8_t axis)
      : level(level), key(key) {
    for (uint32_t i = 0; i + 1 < sizeof nonce; ++i)
      nonce[i] = seed[i];
    nonce[sizeof nonce - 1] = axis;
  }
  ~Draws() { hwlock_core_wipe(stream, sizeof stream); }

  uint64_t below(uint64_t bound) {
    if (used == sizeof stream)
      refill();
    uint64_t draw = loadLittle32(stream + used) |
                    uint64_t(loadLittle32(stream + used + 4)) << 32;
    used += sizeof draw;
    return uint64_t(static_cast<unsigned __int128>(draw) * bound >> 64);
  }

private:
  void refill() {
    for (uint8_t &byte : stream)
      byte = 0;
    aesCtr(level, key, nonce, counter, stream, stream, sizeof stream);
    counter += sizeof stream / 16;
    used = 0;
  }

  AesLevel level;
  const AesKey &key;
  uint8_t nonce[12];
  uint32_t counter = 0, used = sizeof stream;
  uint8_t stream[1024];
};

} // namespace

static void drawPermutation(uint32_t *entries, uint64_t length, Draws draws) {
  for (uint64_t i = 0; i < length; ++i)
    entries[i] = uint32_t(i);
  for (uint64_t i = length; i > 1; --i) {
    uint64_t other = draws.below(i);
    uint32_t entry = entries[i - 1];
    entries[i - 1] = entries[other];
    entries[other] = entry;
  }
}

void hwlock::core::shuffleStart(Shuffle &shuffle, MatrixShape shape,
                                const uint8_t *key, AesLevel level,
                                uint8_t *scratch) {
  auto *rows = reinterpret_cast<uint32_t *>(scratch);
  auto *columns =
      reinterpret_cast<uint32_t *>(scratch + alignScratch(4 * shape.rows));
  AesKey expanded;
  aesExpandKey(level, key, cipherKeyBytes, expanded);
  const uint8_t *seed = key + cipherKeyBytes;
  drawPermutation(rows, shape.rows, Draws(level, expanded, seed, 0));
  drawPermutation(columns, shape.columns, Draws(level, expanded, seed, 1));
  hwlock_core_wipe(&expanded, sizeof expanded);
  shuffle = {shape, rows, columns, 0, 0, 0};
}

/// Whole elements of one row.
template <uint32_t Bytes>
static void scatter(const uint32_t *columns, uint64_t count,
                    const uint8_t *bytes, uint8_t *row) {
  for (uint64_t i = 0; i < count; ++i)
    __builtin_memcpy(row + uint64_t(columns[i]) * Bytes, bytes + i * Bytes,
                     Bytes);
}

/// As many elements of the current row as `size` bytes hold; returns how many.
static uint64_t scatterRow(const Shuffle &shuffle, const uint8_t *bytes,
                           uint64_t size, uint8_t *row) {
  uint64_t count = shuffle.shape.columns - shuffle.column;
  uint64_t whole = size / shuffle.shape.elementBytes;
  count = count < whole ? count : whole;
  const uint32_t *columns = shuffle.columns + shuffle.column;
  switch (shuffle.shape.elementBytes) {
  case 1:
    scatter<1>(columns, count, bytes, row);
    return count;
  case 2:
    scatter<2>(columns, count, bytes, row);
    return count;
  case 4:
    scatter<4>(columns, count, bytes, row);
    return count;
  case 8:
    scatter<8>(columns, count, bytes, row);
    return count;
  default:
    return 0;
  }
}

void hwlock::core::unshuffle(Shuffle &shuffle, const uint8_t *bytes,
                             uint64_t size, uint8_t *plain) {
  const uint64_t width = shuffle.shape.elementBytes;
  while (size > 0 && shuffle.row < shuffle.shape.rows) {
    uint8_t *row =
        plain + shuffle.rows[shuffle.row] * shuffle.shape.columns * width;
    uint64_t taken = 0;
    if (shuffle.byte == 0) {
      uint64_t count = scatterRow(shuffle, bytes, size, row);
      shuffle.column += count;
      taken = count * width;
    }
    // What does not fill an element, or is of another width.
    while (taken < size && shuffle.column < shuffle.shape.columns) {
      row[shuffle.columns[shuffle.column] * width + shuffle.byte] =
          bytes[taken++];
      if (++shuffle.byte == width) {
        shuffle.byte = 0;
        ++shuffle.column;
      }
    }
    bytes += taken;
    size -= taken;
    if (shuffle.column == shuffle.shape.columns) {
      shuffle.column = 0;
      ++shuffle.row;
    }
  }
}
