//===- SourcePluginTest.cpp - Sources from shared objects -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/SourcePlugin.h"
#include "hwlock-c/SourcePlugin.h"
#include "hwlock/Core/VaultLayout.h"
#include <cstring>
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

/// What the fake device below does next.
struct Script {
  int status = HWLOCK_PLUGIN_OK;
  size_t challengeSize = 4, responseSize = 32;
  std::string message;
  /// Makes each response differ from the one before.
  bool drifts = false;
  unsigned calls = 0;
} script;

int answer(HwlockPluginResponse *response) {
  ++script.calls;
  script.message.copy(response->message, sizeof response->message);
  response->size = script.responseSize;
  std::memset(response->bytes, script.drifts ? int(script.calls) : 0x5a,
              sizeof response->bytes);
  return script.status;
}

int fakeEnrol(HwlockPluginChallenge *challenge,
              HwlockPluginResponse *response) {
  challenge->size = script.challengeSize;
  std::memset(challenge->bytes, 0xc4, sizeof challenge->bytes);
  return answer(response);
}

int fakeRespond(const HwlockPluginChallenge *, HwlockPluginResponse *response) {
  return answer(response);
}

HwlockSourcePlugin fakeTable() {
  return {HWLOCK_SOURCE_PLUGIN_ABI, 128, "fake", fakeEnrol, fakeRespond};
}

class SourcePluginTest : public testing::Test {
protected:
  void SetUp() override { script = {}; }

  Result<SourcePlugin> fake() { return SourcePlugin::check(&table, "fake.so"); }
  void expectFault(const std::string &message) {
    auto plugin = fake();
    ASSERT_FALSE(plugin);
    EXPECT_EQ(plugin.error().status, Status::BadInput);
    EXPECT_EQ(plugin.error().message,
              "'fake.so' is no usable plug-in: " + message);
  }
  /// The error of enrolling with what `script` says.
  Error enrolError() {
    auto item = fake()->enrol();
    EXPECT_FALSE(item);
    return item ? Error{} : item.error();
  }

  HwlockSourcePlugin table = fakeTable();
};

TEST_F(SourcePluginTest, EnrolBindAndOpenAgree) {
  auto plugin = fake();
  ASSERT_TRUE(plugin);
  auto item = plugin->enrol();
  ASSERT_TRUE(item);
  EXPECT_EQ(item->source, layout::sourcePlugin);
  auto bound = bindPlugin(*item);
  ASSERT_TRUE(bound);
  auto read = readPluginItem(bound->binding);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "fake");
  EXPECT_EQ(read->minEntropyBits, 128);
  EXPECT_EQ(read->challenge, std::vector<uint8_t>(4, 0xc4));
  auto secret = pluginSecret(bound->binding, {&*plugin, 1});
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->size(), 32u);
  EXPECT_TRUE(constantTimeEqual(secret->span(), bound->secret.span()));
}

TEST_F(SourcePluginTest, TableIsChecked) {
  table.abi_version = 2;
  expectFault("it has version 2 of the interface; expected 1");
  table = fakeTable();
  table.min_entropy_bits = 0;
  expectFault("it declares 0 bits of min-entropy; expected 1 to 512");
  table.min_entropy_bits = 513;
  expectFault("it declares 513 bits of min-entropy; expected 1 to 512");
  table = fakeTable();
  table.respond = nullptr;
  expectFault("it lacks one of the functions enrol and respond");
  table = fakeTable();
  table.name = nullptr;
  expectFault("it has no name");
  for (const char *name : {"", "Upper", "sp ace", "esc\x1b[0m",
                           "abcdefghijklmnopqrstuvwxyz0123456"}) {
    table.name = name;
    expectFault("its name is not 1 to 32 characters of a-z, 0-9 and '-'");
  }
  table.name = "abcdefghijklmnopqrstuvwxyz012345";
  EXPECT_TRUE(fake());
}

TEST_F(SourcePluginTest, SizesOfAnswersAreChecked) {
  for (size_t size : {size_t(0), size_t(15), size_t(65), SIZE_MAX}) {
    script.responseSize = size;
    EXPECT_EQ(enrolError().message,
              "plug-in 'fake' gave a response of " + std::to_string(size) +
                  " bytes; expected 1 to 64, and as many as its 128 bits need");
  }
  script.responseSize = 16;
  EXPECT_TRUE(fake()->enrol());
  for (size_t size : {size_t(1025), SIZE_MAX}) {
    script.challengeSize = size;
    EXPECT_EQ(enrolError().message, "plug-in 'fake' made a challenge of " +
                                        std::to_string(size) +
                                        " bytes; expected at most 1024");
  }
  script.challengeSize = 1024;
  EXPECT_TRUE(fake()->enrol());
  script.challengeSize = 0;
  EXPECT_TRUE(fake()->enrol());
}

TEST_F(SourcePluginTest, EnrolmentNeedsTheSameResponseTwice) {
  script.drifts = true;
  EXPECT_EQ(enrolError().message,
            "plug-in 'fake' gave two responses to the same challenge");
}

TEST_F(SourcePluginTest, FailuresTellTheirKind) {
  script.status = HWLOCK_PLUGIN_OTHER_DEVICE;
  script.message = "serial 7\x1b[31m";
  Error error = enrolError();
  EXPECT_EQ(error.status, Status::NotAuthorised);
  EXPECT_EQ(error.message, "plug-in 'fake' has another device: serial 7?[31m");

  script.status = HWLOCK_PLUGIN_UNAVAILABLE;
  script.message = "";
  error = enrolError();
  EXPECT_EQ(error.status, Status::Environment);
  EXPECT_EQ(error.message, "plug-in 'fake' has no device: it does not say why");

  script.status = 77;
  error = enrolError();
  EXPECT_EQ(error.status, Status::Environment);
  EXPECT_EQ(error.message, "plug-in 'fake' returned the unknown status 77");

  // Without a zero at the end.
  std::string endless(HWLOCK_PLUGIN_MAX_MESSAGE, 'x');
  script.status = HWLOCK_PLUGIN_UNAVAILABLE;
  script.message = endless;
  EXPECT_EQ(enrolError().message, "plug-in 'fake' has no device: " + endless);
}

TEST_F(SourcePluginTest, MissingPluginIsNamed) {
  auto item = fake()->enrol();
  ASSERT_TRUE(item);
  auto secret = pluginSecret(item->data, {});
  ASSERT_FALSE(secret);
  EXPECT_EQ(secret.error().status, Status::Environment);
  EXPECT_EQ(secret.error().message, "the plug-in 'fake', to which the model is "
                                    "locked, is not loaded");
  EXPECT_EQ(secret.error().hint, "name its library with '--plugin'");
}

} // namespace
