//===- FloatEnvironment.h - Floating-point modes while measuring ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A host may round differently, flush denormals or unmask exceptions; results
// and latencies must not depend on it.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CORE_FLOATENVIRONMENT_H
#define HWLOCK_LIB_CORE_FLOATENVIRONMENT_H

#include <stdint.h>

namespace hwlock::core {

/// Sets the modes that a process starts with; restores the caller's modes and
/// exception flags at the end of the scope.
class DefaultFloatEnvironment {
public:
  DefaultFloatEnvironment() {
#if defined(__x86_64__)
    const uint32_t defaultMxcsr = 0x1f80;
    __asm__ volatile("stmxcsr %0\n\tldmxcsr %1"
                     : "=m"(mxcsr)
                     : "m"(defaultMxcsr));
    // fnstenv masks all exceptions; fninit sets the rest.
    __asm__ volatile("fnstenv %0\n\tfninit" : "=m"(x87));
#elif defined(__aarch64__)
    __asm__ volatile("mrs %0, fpcr\n\tmrs %1, fpsr\n\tmsr fpcr, xzr"
                     : "=r"(control), "=r"(status));
#endif
  }
  ~DefaultFloatEnvironment() {
#if defined(__x86_64__)
    __asm__ volatile("fldenv %0\n\tldmxcsr %1" : : "m"(x87), "m"(mxcsr));
#elif defined(__aarch64__)
    __asm__ volatile("msr fpcr, %0\n\tmsr fpsr, %1"
                     :
                     : "r"(control), "r"(status));
#endif
  }
  DefaultFloatEnvironment(const DefaultFloatEnvironment &) = delete;
  DefaultFloatEnvironment &operator=(const DefaultFloatEnvironment &) = delete;

private:
#if defined(__x86_64__)
  uint32_t mxcsr;
  uint8_t x87[28];
#elif defined(__aarch64__)
  uint64_t control, status;
#endif
};

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_FLOATENVIRONMENT_H
