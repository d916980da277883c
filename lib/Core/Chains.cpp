//===- Chains.cpp - The probe chains of x86-64 and their table ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A compiled model links only the chains it calls: nothing on its path may
// refer to the table of functions, only to the table of features.
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Chains.h"
#include "ChainSetup.h"
#include "hwlock/Core/CpuFeatures.h"
#include "hwlock/Core/Measurement.h"

using namespace hwlock;
using namespace hwlock::core;

#if defined(__x86_64__)

// Not inlined, so that a chain is at the same place of its cache lines wherever
// it is called from. The rounds are counted beside the chain, off its path.
#define HWLOCK_CHAIN(ID, NAME, FEATURE, UNIT, SETUP, BODY, FINISH)             \
  extern "C" __attribute__((noinline)) void hwlock_core_chain_##NAME(          \
      uint64_t rounds) {                                                       \
    static_assert(chainCopies == 16, ".rept below");                           \
    __asm__ volatile(SETUP "\n.p2align 5\n1:\n.rept 16\n" BODY "\n.endr\n"     \
                           "dec %%rdi\njnz 1b\n" FINISH                        \
                     : "+D"(rounds)                                            \
                     :                                                         \
                     : "rax", "rcx", "rdx", "r8", "xmm0", "xmm1", "xmm2",      \
                       "cc", "memory");                                        \
  }
#include "hwlock/Core/Chains.def"

namespace {

constexpr ChainInfo chains[] = {
#define HWLOCK_CHAIN(ID, NAME, FEATURE, UNIT, SETUP, BODY, FINISH)             \
  {ID, #NAME, hwlock_core_chain_##NAME, chainCopies, ChainUnit::UNIT},
#include "hwlock/Core/Chains.def"
};
constexpr uint32_t chainCount = sizeof(chains) / sizeof(*chains);

struct Features {
  CpuFeature of[chainCount];
};
constexpr Features features = {{
#define HWLOCK_CHAIN(ID, NAME, FEATURE, UNIT, SETUP, BODY, FINISH)             \
  CpuFeature::FEATURE,
#include "hwlock/Core/Chains.def"
}};

constexpr bool identifiersAreIndices() {
  for (uint32_t i = 0; i < chainCount; ++i)
    if (chains[i].id != i)
      return false;
  return true;
}
static_assert(identifiersAreIndices(), "the tables are indexed by identifier");
static_assert(chainCount <= firstArmChain);

} // namespace

ChainTable core::chainTable() { return {chains, chainCount}; }

const ChainInfo *core::chainInfo(uint8_t id) {
  return id < chainCount ? &chains[id] : nullptr;
}

bool core::chainSupported(uint8_t id) {
  return id < chainCount && cpuHas(features.of[id]);
}

#elif !defined(__aarch64__)

ChainTable core::chainTable() { return {nullptr, 0}; }
const ChainInfo *core::chainInfo(uint8_t) { return nullptr; }
bool core::chainSupported(uint8_t) { return false; }

#endif
