//===- ArmFeatures.cpp - What this AArch64 CPU can execute ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ArmFeatures.h"

#if defined(__aarch64__)

using namespace hwlock::core;

/// Instruction set attribute register 0 (Arm ARM, ID_AA64ISAR0_EL1): fields of
/// four bits that grow with what a CPU has. The manual forbids it to programs,
/// but Linux answers for them (Documentation/arm64/cpu-feature-registers.rst),
/// and so does qemu-aarch64. getauxval() would need a C library.
static uint64_t attributes() {
  uint64_t value;
  asm("mrs %0, ID_AA64ISAR0_EL1" : "=r"(value));
  return value;
}

static bool fieldIsAtLeast(unsigned lowBit, uint64_t least) {
  return (attributes() >> lowBit & 0xf) >= least;
}

bool hwlock::core::armHas(ArmFeature feature) {
  switch (feature) {
  case ArmFeature::Baseline:
    return true;
  case ArmFeature::Crc32:
    return fieldIsAtLeast(16, 1);
  case ArmFeature::Aes:
    return fieldIsAtLeast(4, 1);
  case ArmFeature::Pmull:
    return fieldIsAtLeast(4, 2);
  case ArmFeature::Sha256:
    return fieldIsAtLeast(12, 1);
  }
  return false;
}
#endif
