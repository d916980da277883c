//===- MachineIdTest.cpp - The system's own name for a machine ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/MachineId.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Support/Hex.h"
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

constexpr char someId[] = "0123456789abcdef0123456789abcdef";

/// A file in the place of /etc/machine-id.
class IdFile {
public:
  explicit IdFile(const std::string &text)
      : path(testing::TempDir() + "machine-id-" + std::to_string(::getpid()) +
             "-" + std::to_string(++count)) {
    std::ofstream(path, std::ios::binary) << text;
  }
  ~IdFile() { std::remove(path.c_str()); }

  const std::string path;

private:
  static inline unsigned count = 0;
};

std::vector<uint8_t> countingSalt() {
  std::vector<uint8_t> salt(machineIdSaltBytes);
  for (size_t i = 0; i < salt.size(); ++i)
    salt[i] = static_cast<uint8_t>(i);
  return salt;
}

// python3: hmac.digest(bytes(range(32)), b"hwlock/2/machine-id" +
//                      bytes.fromhex("0123456789abcdef" * 2), "sha256")
TEST(MachineId, SecretIsTheHmacOfLabelAndId) {
  IdFile file(std::string(someId) + "\n");
  auto secret = machineIdSecret(countingSalt(), file.path);
  ASSERT_TRUE(secret);
  EXPECT_EQ(toHex(secret->span()),
            "9daef7689b5d280ce2d2651cd16c533da54b1edb4b1c7e61c36f164352abd687");
}

TEST(MachineId, LineFeedIsOptional) {
  IdFile with(std::string(someId) + "\n"), without(someId);
  auto a = machineIdSecret(countingSalt(), with.path);
  auto b = machineIdSecret(countingSalt(), without.path);
  ASSERT_TRUE(a && b);
  EXPECT_TRUE(constantTimeEqual(a->span(), b->span()));
}

TEST(MachineId, EnrolBindAndOpenAgree) {
  IdFile file(someId);
  auto item = enrolMachineId(file.path);
  ASSERT_TRUE(item);
  EXPECT_EQ(item->source, layout::sourceMachineId);
  auto bound = bindMachineId(*item);
  ASSERT_TRUE(bound);
  auto secret = machineIdSecret(bound->binding, file.path);
  ASSERT_TRUE(secret);
  EXPECT_TRUE(constantTimeEqual(secret->span(), bound->secret.span()));
}

TEST(MachineId, EachEnrolmentHasItsOwnSalt) {
  IdFile file(someId);
  auto a = enrolMachineId(file.path), b = enrolMachineId(file.path);
  ASSERT_TRUE(a && b);
  EXPECT_NE(a->data, b->data);
  EXPECT_FALSE(constantTimeEqual(a->secret.span(), b->secret.span()));
}

TEST(MachineId, AnotherMachineHasAnotherSecret) {
  IdFile here(someId), there("0123456789abcdef0123456789abcdee");
  auto a = machineIdSecret(countingSalt(), here.path);
  auto b = machineIdSecret(countingSalt(), there.path);
  ASSERT_TRUE(a && b);
  EXPECT_FALSE(constantTimeEqual(a->span(), b->span()));
}

TEST(MachineId, NothingThatIsKeptHoldsTheId) {
  IdFile file(someId);
  auto item = enrolMachineId(file.path);
  ASSERT_TRUE(item);
  auto id = *fromHex(someId);
  std::vector<uint8_t> kept = item->data;
  kept.insert(kept.end(), item->secret.span().begin(),
              item->secret.span().end());
  EXPECT_EQ(std::search(kept.begin(), kept.end(), id.begin(), id.end()),
            kept.end());
}

struct BadId {
  const char *text, *message;
};

class MachineIdRefuses : public testing::TestWithParam<BadId> {};

TEST_P(MachineIdRefuses, AndSaysWhyWithoutTheText) {
  IdFile file(GetParam().text);
  auto secret = machineIdSecret(countingSalt(), file.path);
  ASSERT_FALSE(secret);
  EXPECT_EQ(secret.error().status, Status::Environment);
  EXPECT_EQ(secret.error().message, "this machine has no usable id: '" +
                                        file.path + "' " + GetParam().message);
  EXPECT_NE(secret.error().hint, "");
}

INSTANTIATE_TEST_SUITE_P(
    Files, MachineIdRefuses,
    testing::Values(
        BadId{"", "has 0 characters; expected 32 hexadecimal digits"},
        BadId{"0123", "has 4 characters; expected 32 hexadecimal digits"},
        BadId{"0123456789abcdef0123456789abcdef\n\n",
              "has 33 characters; expected 32 hexadecimal digits"},
        BadId{"01234567-89ab-cdef-0123-456789abcdef",
              "has 36 characters; expected 32 hexadecimal digits"},
        BadId{"0123456789ABCDEF0123456789abcdef",
              "has a character that is not a lower-case hexadecimal digit, at "
              "position 11"},
        BadId{"0123456789abcdef0123456789abcdeg",
              "has a character that is not a lower-case hexadecimal digit, at "
              "position 32"},
        BadId{"00000000000000000000000000000000\n",
              "is all zeros, which machine-id(5) forbids"},
        BadId{"uninitialized\n", "is not set yet: the system has not finished "
                                 "its first start"}));

TEST(MachineId, MissingFileIsAnEnvironmentError) {
  auto secret = machineIdSecret(countingSalt(), "/nonexistent/machine-id");
  ASSERT_FALSE(secret);
  EXPECT_EQ(secret.error().status, Status::Environment);
  EXPECT_NE(secret.error().message.find("No such file"), std::string::npos);
}

TEST(MachineId, WrongLengthsAreBadInput) {
  IdFile file(someId);
  for (size_t size : {0u, 31u, 33u, 2048u}) {
    auto secret = machineIdSecret(std::vector<uint8_t>(size), file.path);
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().status, Status::BadInput);
  }
  auto item = enrolMachineId(file.path);
  ASSERT_TRUE(item);
  item->data.pop_back();
  EXPECT_FALSE(bindMachineId(*item));
}

} // namespace
