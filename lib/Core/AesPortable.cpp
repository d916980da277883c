//===- AesPortable.cpp - AES without AES instructions ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Bitsliced, four blocks at once: plane k holds bit k of all 64 bytes, the byte
// of row r and column c of block b at position 16 r + 4 c + b. Rows are 16-bit
// lanes, so that ShiftRows and MixColumns are rotations.
//===----------------------------------------------------------------------===//
#include "AesKernels.h"
#include "AesSbox.h"
#include "AesSchedule.h"
#include "ByteOrder.h"
#include "hwlock/Core/Decoder.h"

using namespace hwlock::core;

namespace {

struct Planes {
  uint64_t plane[8];
};

struct SlicedKey {
  Planes roundKeys[15];
  uint32_t rounds;
};

} // namespace

/// Exchanges the bits of `a` under ~`mask` with those of `b` under `mask`.
static void exchange(uint64_t &a, uint64_t &b, uint64_t mask, int shift) {
  uint64_t difference = (a >> shift ^ b) & mask;
  b ^= difference;
  a ^= difference << shift;
}

/// Transposes the 8 x 8 bits that byte j of all words forms, for every j. Its
/// own inverse.
static void transpose(uint64_t *word) {
  for (int i = 0; i < 8; i += 2)
    exchange(word[i], word[i + 1], 0x5555555555555555, 1);
  for (int i = 0; i < 8; i += 4) {
    exchange(word[i], word[i + 2], 0x3333333333333333, 2);
    exchange(word[i + 1], word[i + 3], 0x3333333333333333, 2);
  }
  for (int i = 0; i < 4; ++i)
    exchange(word[i], word[i + 4], 0x0f0f0f0f0f0f0f0f, 4);
}

/// Moves byte i to byte 2 i.
static uint64_t spread(uint32_t bytes) {
  uint64_t x = bytes;
  x = (x | x << 16) & 0x0000ffff0000ffff;
  return (x | x << 8) & 0x00ff00ff00ff00ff;
}

static uint32_t gather(uint64_t x) {
  x &= 0x00ff00ff00ff00ff;
  x = (x | x >> 8) & 0x0000ffff0000ffff;
  return uint32_t(x | x >> 16);
}

/// Columns are little-endian words: row 0 is the lowest byte.
static void slice(const uint32_t columns[4][4], Planes &out) {
  for (int block = 0; block < 4; ++block)
    for (int c = 0; c < 2; ++c)
      out.plane[4 * c + block] =
          spread(columns[block][c]) | spread(columns[block][c + 2]) << 8;
  transpose(out.plane);
}

static void unslice(Planes &in, uint32_t columns[4][4]) {
  transpose(in.plane);
  for (int block = 0; block < 4; ++block)
    for (int c = 0; c < 2; ++c) {
      columns[block][c] = gather(in.plane[4 * c + block]);
      columns[block][c + 2] = gather(in.plane[4 * c + block] >> 8);
    }
}

static void addRoundKey(Planes &state, const Planes &key) {
  for (int i = 0; i < 8; ++i)
    state.plane[i] ^= key.plane[i];
}

/// Row r moves left by r columns.
static void shiftRows(Planes &state) {
  for (uint64_t &x : state.plane)
    x = (x & 0x000000000000ffff) | (x >> 4 & 0x000000000fff0000) |
        (x << 12 & 0x00000000f0000000) | (x >> 8 & 0x000000ff00000000) |
        (x << 8 & 0x0000ff0000000000) | (x >> 12 & 0x000f000000000000) |
        (x << 4 & 0xfff0000000000000);
}

static uint64_t rotateRows(uint64_t x, int rows) {
  return x >> (16 * rows) | x << (64 - 16 * rows);
}

static void mixColumns(Planes &state) {
  uint64_t pairs[8], rest[8];
  for (int i = 0; i < 8; ++i) {
    uint64_t x = state.plane[i], next = rotateRows(x, 1);
    pairs[i] = x ^ next;
    rest[i] = next ^ rotateRows(pairs[i], 2);
  }
  // Doubling in GF(2^8) moves each plane up; the top one comes back at the bits
  // of the polynomial 0x1b.
  for (int i = 0; i < 8; ++i)
    state.plane[i] =
        rest[i] ^ (i ? pairs[i - 1] : 0) ^ (0x1b >> i & 1 ? pairs[7] : 0);
}

static void encrypt(const SlicedKey &key, uint32_t columns[4][4]) {
  Planes state;
  slice(columns, state);
  addRoundKey(state, key.roundKeys[0]);
  for (uint32_t round = 1; round <= key.rounds; ++round) {
    aesSubBytes(state.plane);
    shiftRows(state);
    if (round < key.rounds)
      mixColumns(state);
    addRoundKey(state, key.roundKeys[round]);
  }
  unslice(state, columns);
  hwlock_core_wipe(&state, sizeof state);
}

static uint32_t subWord(uint32_t word) {
  Planes state = {{word}};
  transpose(state.plane);
  aesSubBytes(state.plane);
  transpose(state.plane);
  word = uint32_t(state.plane[0]);
  hwlock_core_wipe(&state, sizeof state);
  return word;
}

void hwlock::core::aesExpandKeyPortable(const uint8_t *key, AesKey &out) {
  expandSchedule<subWord>(key, out);
}

static void sliceKey(const AesKey &key, SlicedKey &sliced) {
  uint32_t columns[4][4];
  sliced.rounds = key.rounds;
  for (uint32_t round = 0; round <= key.rounds; ++round) {
    for (auto &block : columns)
      for (int i = 0; i < 4; ++i)
        block[i] = loadLittle32(key.roundKeys[round] + 4 * i);
    slice(columns, sliced.roundKeys[round]);
  }
  hwlock_core_wipe(columns, sizeof columns);
}

void hwlock::core::aesCtrPortable(const AesKey &key, const uint8_t *nonce,
                                  uint32_t counter, const uint8_t *in,
                                  uint8_t *out, uint64_t size) {
  SlicedKey sliced;
  sliceKey(key, sliced);
  uint32_t columns[4][4];
  uint8_t stream[64];
  for (uint64_t done = 0; done < size; done += sizeof stream) {
    for (auto &block : columns) {
      for (int i = 0; i < 3; ++i)
        block[i] = loadLittle32(nonce + 4 * i);
      block[3] = __builtin_bswap32(counter++);
    }
    encrypt(sliced, columns);
    for (int i = 0; i < 16; ++i)
      storeLittle32(stream + 4 * i, columns[i / 4][i % 4]);
    for (uint64_t i = 0; i < sizeof stream && done + i < size; ++i)
      out[done + i] = in[done + i] ^ stream[i];
  }
  hwlock_core_wipe(&sliced, sizeof sliced);
  hwlock_core_wipe(columns, sizeof columns);
  hwlock_core_wipe(stream, sizeof stream);
}
