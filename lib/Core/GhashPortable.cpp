//===- GhashPortable.cpp - GHASH without carry-less multiplication --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Carry-less products from integer products: of every four bits one is kept, so
// that carries fall into the gaps and are masked off. 64-bit multiplication
// takes constant time on the CPUs that hwlock runs on.
//===----------------------------------------------------------------------===//
#include "AesKernels.h"
#include "ByteOrder.h"

using namespace hwlock::core;

/// Lower 64 bits of the carry-less product.
static uint64_t multiplyLow(uint64_t a, uint64_t b) {
  constexpr uint64_t everyFourth = 0x1111111111111111;
  uint64_t product = 0;
  for (int residue = 0; residue < 4; ++residue) {
    uint64_t sum = 0;
    for (int i = 0; i < 4; ++i)
      sum ^= (a & everyFourth << i) * (b & everyFourth << ((residue - i) & 3));
    product |= sum & everyFourth << residue;
  }
  return product;
}

static uint64_t reverseBits(uint64_t x) {
  x = (x >> 1 & 0x5555555555555555) | (x & 0x5555555555555555) << 1;
  x = (x >> 2 & 0x3333333333333333) | (x & 0x3333333333333333) << 2;
  x = (x >> 4 & 0x0f0f0f0f0f0f0f0f) | (x & 0x0f0f0f0f0f0f0f0f) << 4;
  return __builtin_bswap64(x);
}

namespace {
struct Wide {
  uint64_t low, high;
};
} // namespace

/// The whole product: the upper half is the lower half of the product of the
/// reversed factors, reversed.
static Wide multiply(uint64_t a, uint64_t b) {
  return {multiplyLow(a, b),
          reverseBits(multiplyLow(reverseBits(a), reverseBits(b))) >> 1};
}

void hwlock::core::ghashInitPortable(Ghash &ghash, const uint8_t *h) {
  for (int i = 0; i < 16; ++i)
    ghash.powers[0][i] = h[i];
}

/// x * h in GF(2^128), both as big-endian numbers of two words, where the
/// highest bit is the coefficient of x^0.
static Wide multiplyField(Wide x, Wide h) {
  Wide low = multiply(x.low, h.low), high = multiply(x.high, h.high);
  Wide middle = multiply(x.low ^ x.high, h.low ^ h.high);
  uint64_t p0 = low.low;
  uint64_t p1 = low.high ^ middle.low ^ low.low ^ high.low;
  uint64_t p2 = high.low ^ middle.high ^ low.high ^ high.high;
  uint64_t p3 = high.high;
  // The product of reversed polynomials has 255 bits; moved up by one, its
  // upper half is the reversed lower half.
  p3 = p3 << 1 | p2 >> 63;
  p2 = p2 << 1 | p1 >> 63;
  p1 = p1 << 1 | p0 >> 63;
  p0 = p0 << 1;
  // x^128 = x^7 + x^2 + x + 1, in reversed order, word by word.
  p2 ^= p0 ^ p0 >> 1 ^ p0 >> 2 ^ p0 >> 7;
  p1 ^= p0 << 63 ^ p0 << 62 ^ p0 << 57;
  p3 ^= p1 ^ p1 >> 1 ^ p1 >> 2 ^ p1 >> 7;
  p2 ^= p1 << 63 ^ p1 << 62 ^ p1 << 57;
  return {p2, p3};
}

void hwlock::core::ghashBlocksPortable(Ghash &ghash, const uint8_t *data,
                                       uint64_t blocks) {
  Wide h = {loadBig64(ghash.powers[0] + 8), loadBig64(ghash.powers[0])};
  Wide state = {loadBig64(ghash.state + 8), loadBig64(ghash.state)};
  for (; blocks; --blocks, data += 16)
    state = multiplyField(
        {state.low ^ loadBig64(data + 8), state.high ^ loadBig64(data)}, h);
  storeBig64(ghash.state, state.high);
  storeBig64(ghash.state + 8, state.low);
}
