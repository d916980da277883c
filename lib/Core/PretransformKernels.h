//===- PretransformKernels.h - Decoding a run of weights in one row -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Only Pretransform.cpp calls these. A function for a level that the CPU lacks
// must not be called.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CORE_PRETRANSFORMKERNELS_H
#define HWLOCK_LIB_CORE_PRETRANSFORMKERNELS_H

#include "hwlock/Core/Pretransform.h"

#define HWLOCK_TARGET_AVX2 __attribute__((target("avx2")))
#define HWLOCK_TARGET_AVX512 __attribute__((target("avx2,avx512f")))

namespace hwlock::core {

struct PretransformRun {
  const uint8_t *in;
  uint8_t *out;
  float rowScale;
  const float *columnScales;
  uint64_t count;
};

/// Upper half of the weight that a code of an outer cell or an escape stands
/// for; takes an entry if it needs one.
uint16_t decodeRareCode(PretransformDecoder &decoder, uint32_t code,
                        float rowScale, float columnScale);

#if defined(__x86_64__)
/// Decode whole vectors of f32; return how many weights they did.
uint64_t decodeFloatsAvx2(PretransformDecoder &decoder,
                          const PretransformRun &run);
uint64_t decodeFloatsAvx512(PretransformDecoder &decoder,
                            const PretransformRun &run);
#endif

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_PRETRANSFORMKERNELS_H
