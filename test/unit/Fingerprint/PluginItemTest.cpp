//===- PluginItemTest.cpp - What profiles and slots keep of a plug-in -----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
#include "hwlock/Fingerprint/Strength.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

TEST(PluginItem, RoundTripsAndHasThisLayout) {
  auto bytes = writePluginItem({"ab", 0x0102, {9, 8, 7}});
  EXPECT_EQ(bytes, (std::vector<uint8_t>{2, 'a', 'b', 2, 1, 3, 0, 9, 8, 7}));
  auto item = readPluginItem(bytes);
  ASSERT_TRUE(item);
  EXPECT_EQ(item->name, "ab");
  EXPECT_EQ(item->minEntropyBits, 0x0102);
  EXPECT_EQ(item->challenge, (std::vector<uint8_t>{9, 8, 7}));
}

TEST(PluginItem, EveryOtherLengthIsRefused) {
  auto bytes = writePluginItem({"ab", 128, {9, 8, 7}});
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(readPluginItem(std::span(bytes).first(size))) << size;
  bytes.push_back(0);
  auto longer = readPluginItem(bytes);
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().message, "item of a plug-in goes on after its end; "
                                    "expected 10 bytes, found 11");
}

TEST(PluginItem, LimitsAreChecked) {
  auto reject = [](std::vector<uint8_t> bytes, const std::string &message) {
    auto item = readPluginItem(bytes);
    ASSERT_FALSE(item);
    EXPECT_EQ(item.error().status, Status::BadInput);
    EXPECT_EQ(item.error().message, message);
  };
  reject({0, 128, 0, 0, 0}, "item of a plug-in has a name that is not 1 to 32 "
                            "characters of a-z, 0-9 and '-'");
  reject({1, 'A', 128, 0, 0, 0}, "item of a plug-in has a name that is not 1 "
                                 "to 32 characters of a-z, 0-9 and '-'");
  reject({1, 'a', 0, 0, 0, 0},
         "item of plug-in 'a' declares 0 bits; expected 1 to 512");
  reject({1, 'a', 1, 2, 0, 0},
         "item of plug-in 'a' declares 513 bits; expected 1 to 512");
  std::vector<uint8_t> big{1, 'a', 128, 0, 1, 4};
  big.resize(big.size() + 1025);
  reject(big, "item of plug-in 'a' has a challenge of 1025 bytes; expected at "
              "most 1024");
}

TEST(PluginItemOf, FindsThatOfSlotsAndProfiles) {
  auto bytes = writePluginItem({"ab", 128, {9, 8, 7}});
  Slot slot;
  slot.sources = layout::sourceMachineId | layout::sourcePlugin;
  slot.items = {{layout::sourceMachineId, bytes}};
  EXPECT_FALSE(pluginItemOf(slot));
  slot.items.push_back({layout::sourcePlugin, bytes});
  ASSERT_TRUE(pluginItemOf(slot));
  EXPECT_EQ(pluginItemOf(slot)->name, "ab");
  EXPECT_EQ(pluginBits(slot), 128u);
  slot.items.back().bytes.pop_back();
  EXPECT_FALSE(pluginItemOf(slot));
  EXPECT_EQ(pluginBits(slot), 0u);

  Profile profile;
  EXPECT_EQ(pluginBits(profile), 0u);
  profile.items.push_back(
      {layout::sourcePlugin, bytes, SecretBuffer(size_t(16))});
  EXPECT_EQ(pluginBits(profile), 128u);
}

TEST(BindPlugin, RefusesWhatEnrolmentDoesNotMake) {
  auto data = writePluginItem({"a", 128, {}});
  EXPECT_FALSE(
      bindPlugin({layout::sourceMachineId, data, SecretBuffer(size_t(32))}));
  EXPECT_FALSE(
      bindPlugin({layout::sourcePlugin, {}, SecretBuffer(size_t(32))}));
  EXPECT_FALSE(
      bindPlugin({layout::sourcePlugin, data, SecretBuffer(size_t(15))}));
  EXPECT_FALSE(
      bindPlugin({layout::sourcePlugin, data, SecretBuffer(size_t(65))}));
  EXPECT_TRUE(
      bindPlugin({layout::sourcePlugin, data, SecretBuffer(size_t(16))}));
}

} // namespace
