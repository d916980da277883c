//===- CounterBlock.h - The first counter block of a call -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_CORE_COUNTERBLOCK_H
#define HWLOCK_LIB_CORE_COUNTERBLOCK_H

#include "ByteOrder.h"
#include <immintrin.h>

namespace hwlock::core {

/// `nonce` and `counter`, the counter as a number in the last word; the kernels
/// add to it, then bring it into big-endian order.
inline __m128i makeCounterBlock(const uint8_t *nonce, uint32_t counter) {
  return _mm_set_epi32(int(counter), int(loadLittle32(nonce + 8)),
                       int(loadLittle32(nonce + 4)), int(loadLittle32(nonce)));
}

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_COUNTERBLOCK_H
