//===- FusedGcm.h - Hash and decrypt in one pass --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One kernel for all vector widths. The file that includes it defines
// HWLOCK_KERNEL_TARGET and the operations on its vectors. Carry-less products
// stand between the AES rounds: the two use different parts of the CPU.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CORE_FUSEDGCM_H
#define HWLOCK_LIB_CORE_FUSEDGCM_H

#include "ClmulReduce.h"
#include "CounterBlock.h"
#include "Prefetch.h"

#ifndef HWLOCK_KERNEL_TARGET
#error "HWLOCK_KERNEL_TARGET: expected the target attribute of the kernel"
#endif

namespace hwlock::core {

/// Products that are not reduced yet.
template <typename V> struct GhashSums {
  typename V::type low, middle, high;

  static HWLOCK_KERNEL_TARGET GhashSums none() {
    return {V::zero(), V::zero(), V::zero()};
  }
  HWLOCK_KERNEL_TARGET void add(typename V::type x, typename V::type power) {
    low = V::add(low, V::template multiply<0x00>(x, power));
    middle = V::add(middle, V::template multiply<0x01>(x, power));
    middle = V::add(middle, V::template multiply<0x10>(x, power));
    high = V::add(high, V::template multiply<0x11>(x, power));
  }
  HWLOCK_KERNEL_TARGET __m128i reduce() const {
    return clmulReduce(V::addBlocks(low), V::addBlocks(middle),
                       V::addBlocks(high));
  }
};

/// `block` with the number `counter`, after the first round key.
template <typename V>
static HWLOCK_KERNEL_TARGET typename V::type
firstRound(__m128i block, uint32_t counter, typename V::type key) {
  block = _mm_insert_epi32(block, int(__builtin_bswap32(counter)), 3);
  return V::add(V::broadcast(block), key);
}

/// `V::type` holds `V::blocks` blocks; `V::inFlight` of them are decrypted, and
/// hashed with one reduction, at a time. Each ciphertext block is read once, so
/// that a change of `in` meanwhile cannot get other bytes decrypted than those
/// that were hashed.
template <typename V, int rounds>
static HWLOCK_KERNEL_TARGET uint64_t
fusedGcmRounds(const AesKey &key, const uint8_t *nonce, Ghash &ghash,
               const uint8_t *in, uint8_t *out, uint64_t size) {
  using Vector = typename V::type;
  constexpr int blocksAtOnce = V::blocks * V::inFlight;
  constexpr uint64_t bytesAtOnce = 16 * blocksAtOnce;
  static_assert(V::inFlight <= 9 && 16 % blocksAtOnce == 0);
  const Vector reverse = V::broadcast(
      _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  Vector keys[rounds + 1];
#pragma GCC unroll 15
  for (int i = 0; i <= rounds; ++i)
    keys[i] = V::broadcast(
        _mm_load_si128(reinterpret_cast<const __m128i *>(key.roundKeys[i])));
  __m128i state = loadReversed(ghash.state);
  // Counters are a multiple of the blocks at once, and a rest that is added by
  // exclusive or, since nothing carries.
  uint32_t counter = 0;
  const __m128i block = makeCounterBlock(nonce, counter);
  Vector base = firstRound<V>(block, counter, keys[0]);

  uint64_t done = 0;
  for (; size - done >= bytesAtOnce; done += bytesAtOnce) {
    Vector stream[V::inFlight], data[V::inFlight];
    GhashSums<V> sums = GhashSums<V>::none();
    counter += blocksAtOnce;
    const Vector nextBase = firstRound<V>(block, counter, keys[0]);
#pragma GCC unroll 16
    for (int i = 0; i < V::inFlight; ++i) {
      const int number = fusedGcmStart + V::blocks * i;
      stream[i] = V::add(number < blocksAtOnce ? base : nextBase,
                         V::lastBytes(number % blocksAtOnce));
    }
    base = nextBase;
#pragma GCC unroll 13
    for (int round = 1; round < rounds; ++round) {
#pragma GCC unroll 16
      for (Vector &x : stream)
        x = V::encryptRound(x, keys[round]);
      // The first vector comes last: it waits for the hash of those before.
      const int i = V::inFlight - round;
      if (i < 0)
        continue;
      data[i] = V::load(in + done + 16 * V::blocks * i);
      // From here on it is in a register: no second read.
      asm("" : "+v"(data[i]));
      Vector x = V::shuffle(data[i], reverse);
      if (i == 0)
        x = V::add(x, V::fromBlock(state));
      sums.add(x, V::load(ghash.powers[16 - blocksAtOnce + V::blocks * i]));
    }
    state = sums.reduce();
#pragma GCC unroll 16
    for (int i = 0; i < V::inFlight; ++i)
      V::store(out + done + 16 * V::blocks * i,
               V::encryptLastRound(stream[i], V::add(data[i], keys[rounds])));
    prefetchNextPage<bytesAtOnce>(in + done);
  }
  storeReversed(ghash.state, state);
  return done;
}

template <typename V>
static HWLOCK_KERNEL_TARGET uint64_t fusedGcm(const AesKey &key,
                                              const uint8_t *nonce,
                                              Ghash &ghash, const uint8_t *in,
                                              uint8_t *out, uint64_t size) {
  if (key.rounds == 14)
    return fusedGcmRounds<V, 14>(key, nonce, ghash, in, out, size);
  return fusedGcmRounds<V, 10>(key, nonce, ghash, in, out, size);
}

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_FUSEDGCM_H
