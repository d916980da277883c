//===- ChainsTest.cpp - Table of the probe chains -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Chains.h"
#include "hwlock/Core/Measurement.h"
#include "hwlock/Core/QuietChains.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <string>

using namespace hwlock::core;

namespace {

TEST(Chains, IdentifiersAscendAndNamesAreUnique) {
  ChainTable table = chainTable();
  std::set<std::string> names;
  for (uint32_t i = 0; i < table.count; ++i) {
    EXPECT_LT(table.chains[i].id, HWLOCK_MAX_CHAINS);
    if (i > 0) {
      EXPECT_LT(table.chains[i - 1].id, table.chains[i].id);
    }
    EXPECT_TRUE(names.insert(table.chains[i].name).second)
        << table.chains[i].name;
    EXPECT_EQ(table.chains[i].copies, chainCopies);
  }
}

TEST(Chains, AreFoundByIdentifier) {
  ChainTable table = chainTable();
  for (uint32_t i = 0; i < table.count; ++i)
    EXPECT_EQ(chainInfo(table.chains[i].id), &table.chains[i]);
  EXPECT_EQ(chainInfo(HWLOCK_MAX_CHAINS), nullptr);
  EXPECT_EQ(chainInfo(UINT8_MAX), nullptr);
  EXPECT_FALSE(chainSupported(UINT8_MAX));
}

TEST(Chains, QuietOnesAscendAndExist) {
  QuietChains quiet = quietChains();
  for (uint32_t i = 1; i < quiet.count; ++i)
    EXPECT_LT(quiet.ids[i - 1], quiet.ids[i]);
#if defined(__x86_64__)
  for (uint32_t i = 0; i < quiet.count; ++i) {
    ASSERT_NE(chainInfo(quiet.ids[i]), nullptr);
    EXPECT_EQ(chainInfo(quiet.ids[i])->unit, ChainUnit::Other);
  }
#endif
}

// A vault written by one version must mean the same to the next.
TEST(Chains, PublishedIdentifiersStay) {
#if defined(__x86_64__)
  const std::pair<uint8_t, std::string> published[] = {
      {0, "imul64"},  {38, "crc32"},       {58, "cvtsi2sd"},
      {93, "aesenc"}, {124, "fadd87"},     {131, "fscale87"},
      {114, "fma"},   {132, "z_compress"}, {155, "z_clmul"}};
#elif defined(__aarch64__)
  const std::pair<uint8_t, std::string> published[] = {
      {156, "arm_mul"},   {162, "arm_udiv"}, {174, "arm_crc32"},
      {181, "arm_fdivd"}, {188, "arm_aese"}, {191, "arm_sha256h"}};
#endif
  for (const auto &[id, name] : published)
    EXPECT_EQ(chainInfo(id)->name, name);
}

} // namespace
