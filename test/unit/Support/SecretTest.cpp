//===- SecretTest.cpp -----------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/Secret.h"
#include <gtest/gtest.h>
#include <new>
#include <type_traits>

using namespace hwlock::rt;

static_assert(!std::is_copy_constructible_v<SecretBytes<32>>);
static_assert(!std::is_copy_constructible_v<SecretBuffer>);

TEST(Secret, MoveWipesTheSource) {
  SecretBytes<4> a;
  a.data()[0] = 42;
  SecretBytes<4> b = std::move(a);
  EXPECT_EQ(b.data()[0], 42);
  EXPECT_EQ(a.data()[0], 0);
}

TEST(Secret, DestructionWipes) {
  alignas(SecretBytes<16>) unsigned char storage[sizeof(SecretBytes<16>)];
  auto *secret = new (storage) SecretBytes<16>;
  secret->data()[7] = 99;
  // A volatile pointer, or the read of a dead object may be folded.
  unsigned char *volatile bytes = storage;
  secret->~SecretBytes();
  EXPECT_EQ(bytes[7], 0);
}

TEST(Secret, ConstantTimeEqual) {
  uint8_t a[3] = {1, 2, 3}, b[3] = {1, 2, 4};
  EXPECT_TRUE(constantTimeEqual(a, a));
  EXPECT_FALSE(constantTimeEqual(a, b));
  EXPECT_FALSE(constantTimeEqual(a, std::span(b, 2)));
  EXPECT_TRUE(constantTimeEqual({}, {}));
}
