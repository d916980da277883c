//===- MeasureTest.cpp - Latency of a probe chain -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Chains.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/Measurement.h"
#include <cfenv>
#include <cstring>
#include <gtest/gtest.h>

using namespace hwlock::core;

namespace {

TEST(Measure, SupportedChainsTakeTimeAndOthersDoNotRun) {
  ChainTable table = chainTable();
  for (uint32_t i = 0; i < table.count; ++i) {
    const ChainInfo &chain = table.chains[i];
    uint32_t latency = hwlock_core_measure_chain(chain.run, chain.id);
    EXPECT_EQ(latency != 0, chainSupported(chain.id)) << chain.name;
  }
}

TEST(Measure, UnknownChainIsNotRun) {
  auto *never = +[](uint64_t) { FAIL() << "the chain ran"; };
  EXPECT_EQ(hwlock_core_measure_chain(never, HWLOCK_MAX_CHAINS), 0u);
  EXPECT_EQ(hwlock_core_measure_chain(never, 1u << 16), 0u);
}

TEST(Measure, LeavesTheFloatingPointModesAlone) {
  if (chainTable().count == 0)
    GTEST_SKIP() << "no chains for this architecture";
  std::fesetround(FE_UPWARD);
  std::feclearexcept(FE_ALL_EXCEPT);
  const ChainInfo *chain = chainTable().chains;
  hwlock_core_measure_chain(chain->run, chain->id);
  uint8_t bytes[HWLOCK_PRECISION_BYTES];
  hwlock_core_measure_precision(bytes);
  EXPECT_EQ(std::fegetround(), FE_UPWARD);
  EXPECT_EQ(std::fetestexcept(FE_ALL_EXCEPT), 0);
  std::fesetround(FE_TONEAREST);
}

} // namespace
