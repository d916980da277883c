//===- P256Test.cpp -------------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/P256.h"
#include "hwlock/Support/Hex.h"
#include "hwlock/Support/OpenSslOwned.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

using Bytes = std::vector<uint8_t>;
using Key = OpenSslOwned<EVP_PKEY, EVP_PKEY_free>;

Bytes hex(std::string_view digits) {
  auto bytes = fromHex(digits);
  EXPECT_TRUE(bytes);
  return {bytes->begin(), bytes->end()};
}

CurvePoint pointAt(std::string_view digits) {
  CurvePoint point{};
  std::ranges::copy(hex(digits), point.begin());
  return point;
}

/// The generator of the curve: its private key is 1.
CurvePoint generator() {
  return pointAt(
      "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
      "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
}

const char order[] =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const char lastKey[] =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";
const char afterOrder[] =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552";

/// Gives `candidates`, the last one again and again.
class ListedCandidates final : public KeyProvider {
public:
  explicit ListedCandidates(std::vector<Bytes> candidates)
      : candidates(std::move(candidates)) {}
  Result<void> fill(std::span<uint8_t> bytes) override {
    const Bytes &next = candidates[std::min(drawn++, candidates.size() - 1)];
    EXPECT_EQ(bytes.size(), next.size());
    std::ranges::copy(next, bytes.begin());
    return {};
  }
  size_t drawn = 0;

private:
  std::vector<Bytes> candidates;
};

Bytes bytesOf(const SecretBuffer &secret) {
  return {secret.span().begin(), secret.span().end()};
}

} // namespace

/// Of NIST's Cryptographic Algorithm Validation Program: component test of ECC
/// CDH, P-256, count 0.
TEST(P256, PublishedVector) {
  ListedCandidates keys({hex(
      "7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534")});
  auto agreement = agreeWith(
      pointAt(
          "700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"
          "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac"),
      keys);
  ASSERT_TRUE(agreement) << agreement.error().message;
  EXPECT_EQ(
      agreement->ephemeral,
      pointAt(
          "ead218590119e8876b29146ff89ca61770c4edbbf97d38ce385ed281d8a6b230"
          "28af61281fd35e2fa7002523acc85a429cb06ee6648325389f59edfce1405141"));
  EXPECT_EQ(
      bytesOf(agreement->shared),
      hex("46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b"));
}

TEST(P256, WithTheGeneratorIsTheKeyItself) {
  auto first = agreeWith(generator(), systemKeys());
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_TRUE(constantTimeEqual(first->shared.span(),
                                std::span(first->ephemeral).first(32)));
  auto second = agreeWith(generator(), systemKeys());
  ASSERT_TRUE(second);
  EXPECT_NE(first->ephemeral, second->ephemeral);
}

TEST(P256, CandidatesOutOfRangeAreDrawnAgain) {
  ListedCandidates keys(
      {Bytes(32), hex(order), hex(afterOrder), Bytes(32, 0xff), hex(lastKey)});
  auto agreement = agreeWith(generator(), keys);
  ASSERT_TRUE(agreement) << agreement.error().message;
  EXPECT_EQ(keys.drawn, 5u);
  // -1 times the generator: the same x, the other y.
  CurvePoint point = generator();
  EXPECT_TRUE(std::equal(point.begin(), point.begin() + 32,
                         agreement->ephemeral.begin()));
  EXPECT_NE(agreement->ephemeral, point);
  Bytes one(32);
  one.back() = 1;
  ListedCandidates least({one});
  agreement = agreeWith(generator(), least);
  ASSERT_TRUE(agreement);
  EXPECT_EQ(agreement->ephemeral, generator());
}

TEST(P256, AGeneratorThatRepeatsItselfIsReported) {
  ListedCandidates keys({Bytes(32)});
  auto agreement = agreeWith(generator(), keys);
  ASSERT_FALSE(agreement);
  EXPECT_EQ(agreement.error().status, Status::Environment);
  EXPECT_NE(agreement.error().message.find("are out of range"),
            std::string::npos);
}

TEST(P256, RefusesWhatIsNoPoint) {
  CurvePoint point = generator();
  for (unsigned bit = 0; bit < point.size() * 8; ++bit) {
    point[bit / 8] ^= 1 << bit % 8;
    auto agreement = agreeWith(point, systemKeys());
    ASSERT_FALSE(agreement) << bit;
    EXPECT_EQ(agreement.error().status, Status::BadInput);
    point[bit / 8] ^= 1 << bit % 8;
  }
  EXPECT_FALSE(agreeWith(CurvePoint{}, systemKeys()));
}

/// EVP_EC_gen() without its cast.
static EVP_PKEY *makeKey(const char *curve) {
  return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve);
}

TEST(P256, KnowsOnlyOneCurve) {
  Key ours(makeKey("prime256v1")), bitcoin(makeKey("secp256k1")),
      longer(makeKey("secp384r1"));
  EXPECT_TRUE(curvePointOf(ours.get()));
  EXPECT_FALSE(curvePointOf(bitcoin.get()));
  EXPECT_FALSE(curvePointOf(longer.get()));
  EXPECT_FALSE(agree(longer.get(), generator()));
}
