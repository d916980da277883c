//===- Prefetch.h - Asking for memory before it is needed -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The prefetchers of the hardware stop at the end of a page; these kernels are
// faster than that. benchmarks/DecodeBench.cpp shows it on the largest buffer.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CORE_PREFETCH_H
#define HWLOCK_LIB_CORE_PREFETCH_H

#include <immintrin.h>
#include <stdint.h>

namespace hwlock::core {

/// Requests the `bytes` that lie one page behind `data`. They need not exist:
/// a prefetch never faults.
template <uint64_t bytes> inline void prefetchNextPage(const uint8_t *data) {
  uintptr_t address = reinterpret_cast<uintptr_t>(data) + 4096;
  for (uint64_t line = 0; line < bytes; line += 64)
    _mm_prefetch(reinterpret_cast<const char *>(address + line), _MM_HINT_T0);
}

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_PREFETCH_H
