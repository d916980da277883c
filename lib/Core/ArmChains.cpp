//===- ArmChains.cpp - The probe chains of AArch64 and their table --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ArmFeatures.h"
#include "hwlock/Core/Chains.h"
#include "hwlock/Core/Measurement.h"

using namespace hwlock;
using namespace hwlock::core;

#if defined(__aarch64__)

// The flags say "not equal".
#define INTEGERS                                                               \
  "mov x9, #0xdef1; movk x9, #0x1234, lsl #48; mov x10, #0x8035;"              \
  "mov x11, #5; cmp x9, x10;"
/// A quotient equals its dividend.
#define DIVISION "mov x9, #-2; mov x10, #1;"
/// v0 and v1 hold ones, v2 zeros.
#define FLOATS "fmov s0, #1.0; fmov s1, #1.0; movi v2.16b, #0;"
#define DOUBLES "fmov d0, #1.0; fmov d1, #1.0; movi v2.16b, #0;"
#define VECTORS "movi v0.16b, #7; movi v1.16b, #3; movi v2.16b, #1;"

// As in Chains.cpp; the assembler must know the extensions, which only run
// where the CPU has them.
#define HWLOCK_ARM_CHAIN(ID, NAME, FEATURE, UNIT, SETUP, BODY)                 \
  extern "C" __attribute__((noinline)) void hwlock_core_chain_##NAME(          \
      uint64_t rounds) {                                                       \
    static_assert(chainCopies == 16, ".rept below");                           \
    __asm__ volatile(".arch_extension crc\n.arch_extension crypto\n" SETUP     \
                     "\n.p2align 5\n1:\n.rept 16\n" BODY "\n.endr\n"           \
                     "sub %0, %0, #1\ncbnz %0, 1b\n"                           \
                     : "+r"(rounds)                                            \
                     :                                                         \
                     : "x9", "x10", "x11", "v0", "v1", "v2", "cc", "memory");  \
  }
#include "hwlock/Core/ArmChains.def"

namespace {

constexpr ChainInfo chains[] = {
#define HWLOCK_ARM_CHAIN(ID, NAME, FEATURE, UNIT, SETUP, BODY)                 \
  {ID, #NAME, hwlock_core_chain_##NAME, chainCopies, ChainUnit::UNIT},
#include "hwlock/Core/ArmChains.def"
};
constexpr uint32_t chainCount = sizeof(chains) / sizeof(*chains);

struct Features {
  ArmFeature of[chainCount];
};
constexpr Features features = {{
#define HWLOCK_ARM_CHAIN(ID, NAME, FEATURE, UNIT, SETUP, BODY)                 \
  ArmFeature::FEATURE,
#include "hwlock/Core/ArmChains.def"
}};

constexpr bool identifiersAscend() {
  for (uint32_t i = 0; i < chainCount; ++i)
    if (chains[i].id != firstArmChain + i)
      return false;
  return true;
}
static_assert(identifiersAscend(), "the tables are indexed by identifier");
static_assert(firstArmChain + chainCount <= HWLOCK_MAX_CHAINS);

bool isArmChain(uint8_t id) {
  return id >= firstArmChain && uint32_t(id - firstArmChain) < chainCount;
}

} // namespace

ChainTable core::chainTable() { return {chains, chainCount}; }

const ChainInfo *core::chainInfo(uint8_t id) {
  return isArmChain(id) ? &chains[id - firstArmChain] : nullptr;
}

bool core::chainSupported(uint8_t id) {
  return isArmChain(id) && armHas(features.of[id - firstArmChain]);
}

#endif
