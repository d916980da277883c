//===- ConstantTime.cpp - Comparing and wiping secrets --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/Decoder.h"

void hwlock_core_wipe(void *bytes, uint64_t size) {
  uint8_t *cursor = static_cast<uint8_t *>(bytes);
  for (uint64_t i = 0; i < size; ++i)
    cursor[i] = 0;
  // Claims to read the zeros, so that the stores are not dead.
  asm volatile("" : : "r"(bytes) : "memory");
}

bool hwlock::core::constantTimeEqual(const uint8_t *a, const uint8_t *b,
                                     uint64_t size) {
  uint32_t difference = 0;
  for (uint64_t i = 0; i < size; ++i) {
    difference |= a[i] ^ b[i];
    // Hides the value, or the loop could end at the first difference.
    asm volatile("" : "+r"(difference));
  }
  return difference == 0;
}
