//===- OpenSslTest.cpp - Agreement on P-256 -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "OpenSsl.h"
#include "TestCertificates.h"
#include "hwlock/Support/Hex.h"
#include <algorithm>
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;
using test::newCurveKey;

namespace {

/// The generator of the curve: its private key is 1.
Point generator() {
  auto bytes = fromHex(
      "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
      "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
  Point point;
  std::copy(bytes->begin(), bytes->end(), point.begin());
  return point;
}

TEST(Tpm2Agreement, WithTheGeneratorIsTheKeyItself) {
  auto agreement = agreeWith(generator());
  ASSERT_TRUE(agreement) << agreement.error().message;
  EXPECT_TRUE(constantTimeEqual(agreement->shared.span(),
                                Bytes(agreement->ephemeral).first(32)));
}

TEST(Tpm2Agreement, UsesANewKeyEachTime) {
  auto first = agreeWith(generator()), second = agreeWith(generator());
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->ephemeral, second->ephemeral);
}

TEST(Tpm2Agreement, RefusesWhatIsNoPoint) {
  Point point = generator();
  for (unsigned bit = 0; bit < point.size() * 8; ++bit) {
    point[bit / 8] ^= 1 << bit % 8;
    auto agreement = agreeWith(point);
    ASSERT_FALSE(agreement) << bit;
    EXPECT_EQ(agreement.error().status, Status::BadInput);
    point[bit / 8] ^= 1 << bit % 8;
  }
  EXPECT_FALSE(agreeWith(Point{}));
}

TEST(Tpm2Agreement, KnowsOnlyOneCurve) {
  EXPECT_TRUE(curvePointOf(newCurveKey("prime256v1").get()));
  EXPECT_FALSE(curvePointOf(newCurveKey("secp256k1").get()));
  EXPECT_FALSE(curvePointOf(newCurveKey("secp384r1").get()));
}

} // namespace
