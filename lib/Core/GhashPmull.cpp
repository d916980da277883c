//===- GhashPmull.cpp - GHASH with carry-less multiplication on AArch64 ---===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As GhashClmul.cpp: blocks are byte-reversed, the powers of H stand times x,
// so that products come out aligned; eight blocks are reduced once.
//===----------------------------------------------------------------------===//
#include "AesKernels.h"

#if defined(__aarch64__)
#include <arm_neon.h>

using namespace hwlock::core;

static constexpr uint64_t blocksAtOnce = 8;
/// The upper word of the reversed polynomial.
static constexpr uint64_t polynomial = 0xc200000000000000;

namespace {

/// A product that is not reduced: low + middle x^64 + high x^128.
struct Product {
  uint64x2_t low, middle, high;
};

} // namespace

static HWLOCK_TARGET_ARM_CRYPTO uint64x2_t multiply(uint64_t a, uint64_t b) {
  return vreinterpretq_u64_p128(vmull_p64(poly64_t(a), poly64_t(b)));
}

static HWLOCK_TARGET_ARM_CRYPTO uint64x2_t swapWords(uint64x2_t x) {
  return vextq_u64(x, x, 1);
}

static HWLOCK_TARGET_ARM_CRYPTO uint64x2_t loadReversed(const uint8_t *block) {
  return swapWords(vreinterpretq_u64_u8(vrev64q_u8(vld1q_u8(block))));
}

static HWLOCK_TARGET_ARM_CRYPTO void storeReversed(uint8_t *block,
                                                   uint64x2_t value) {
  vst1q_u8(block, vrev64q_u8(vreinterpretq_u8_u64(swapWords(value))));
}

static HWLOCK_TARGET_ARM_CRYPTO void addProduct(Product &sum, uint64x2_t x,
                                                uint64x2_t y) {
  uint64_t x0 = vgetq_lane_u64(x, 0), x1 = vgetq_lane_u64(x, 1);
  uint64_t y0 = vgetq_lane_u64(y, 0), y1 = vgetq_lane_u64(y, 1);
  sum.low = veorq_u64(sum.low, multiply(x0, y0));
  sum.middle = veorq_u64(sum.middle, multiply(x1, y0));
  sum.middle = veorq_u64(sum.middle, multiply(x0, y1));
  sum.high = veorq_u64(sum.high, multiply(x1, y1));
}

/// Each step clears one word.
static HWLOCK_TARGET_ARM_CRYPTO uint64x2_t reduce(Product product) {
  uint64x2_t middle = veorq_u64(product.middle, swapWords(product.low));
  middle =
      veorq_u64(middle, multiply(polynomial, vgetq_lane_u64(product.low, 0)));
  uint64x2_t high = veorq_u64(product.high, swapWords(middle));
  return veorq_u64(high, multiply(polynomial, vgetq_lane_u64(middle, 0)));
}

static HWLOCK_TARGET_ARM_CRYPTO Product noProduct() {
  return {vdupq_n_u64(0), vdupq_n_u64(0), vdupq_n_u64(0)};
}

HWLOCK_TARGET_ARM_CRYPTO
void hwlock::core::ghashInitPmull(Ghash &ghash, const uint8_t *h) {
  // Times x: a shift, and the polynomial if a bit falls out.
  uint64x2_t plain = loadReversed(h);
  uint64_t low = vgetq_lane_u64(plain, 0), high = vgetq_lane_u64(plain, 1);
  const uint64_t carry = 0 - (high >> 63);
  high = high << 1 | low >> 63;
  low = low << 1;
  const uint64x2_t first = vcombine_u64(
      vcreate_u64(low ^ (carry & 1)), vcreate_u64(high ^ (carry & polynomial)));
  uint64x2_t power = first;
  for (uint64_t i = 0; i < blocksAtOnce; ++i) {
    vst1q_u8(ghash.powers[15 - i], vreinterpretq_u8_u64(power));
    Product product = noProduct();
    addProduct(product, power, first);
    power = reduce(product);
  }
}

/// Absorbs `count` blocks, at most eight, with one reduction.
static inline HWLOCK_TARGET_ARM_CRYPTO uint64x2_t absorb(const Ghash &ghash,
                                                         uint64x2_t state,
                                                         const uint8_t *data,
                                                         uint64_t count) {
  Product sum = noProduct();
#pragma GCC unroll 8
  for (uint64_t i = 0; i < count; ++i) {
    uint64x2_t x = veorq_u64(loadReversed(data + 16 * i), state);
    addProduct(sum, x,
               vreinterpretq_u64_u8(vld1q_u8(ghash.powers[16 - count + i])));
    state = vdupq_n_u64(0);
  }
  return reduce(sum);
}

HWLOCK_TARGET_ARM_CRYPTO
void hwlock::core::ghashBlocksPmull(Ghash &ghash, const uint8_t *data,
                                    uint64_t blocks) {
  uint64x2_t state = loadReversed(ghash.state);
  for (; blocks >= blocksAtOnce; blocks -= blocksAtOnce) {
    state = absorb(ghash, state, data, blocksAtOnce);
    data += 16 * blocksAtOnce;
  }
  if (blocks)
    state = absorb(ghash, state, data, blocks);
  storeReversed(ghash.state, state);
}
#endif
