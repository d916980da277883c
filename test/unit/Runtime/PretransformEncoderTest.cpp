//===- PretransformEncoderTest.cpp ----------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Bit for bit, whatever the weights are; and what a wrong key gives.
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/PretransformEncoder.h"
#include "PretransformOracle.h"
#include "RepeatingKeys.h"
#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <random>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::test;
using core::MatrixShape;

namespace {

std::mt19937_64 engine(20);

float normal() {
  static std::normal_distribution<float> distribution;
  return distribution(engine);
}

std::vector<uint8_t> makeWeight(MatrixShape shape,
                                const std::function<float(uint64_t)> &value) {
  std::vector<uint8_t> bytes;
  for (uint64_t i = 0; i < shape.count(); ++i) {
    auto bits = std::bit_cast<uint32_t>(value(i));
    for (uint32_t byte = 4 - shape.elementBytes; byte < 4; ++byte)
      bytes.push_back(static_cast<uint8_t>(bits >> (8 * byte)));
  }
  return bytes;
}

float valueAt(const std::vector<uint8_t> &bytes, uint32_t width, uint64_t i) {
  uint32_t bits = 0;
  for (uint32_t byte = 0; byte < width; ++byte)
    bits |= uint32_t(bytes[i * width + byte]) << (8 * (4 - width + byte));
  return std::bit_cast<float>(bits);
}

Pretransformed encode(const std::vector<uint8_t> &plain, MatrixShape shape) {
  RepeatingKeys keys(static_cast<uint32_t>(engine()));
  auto coded = encodePretransform(plain, shape, keys);
  EXPECT_TRUE(coded) << coded.error().message;
  EXPECT_EQ(coded->bytes.size(), core::pretransformLayout(shape).totalBytes());
  return std::move(*coded);
}

/// Codes, decodes at the best level and, for small weights, with the oracle.
bool returns(const std::vector<uint8_t> &plain, MatrixShape shape,
             bool expectCoded = true) {
  Pretransformed coded = encode(plain, shape);
  EXPECT_EQ(coded.coded, expectCoded);
  constexpr uint64_t slow = 20000;
  if (shape.count() <= slow &&
      decodeNaively(coded.bytes.span(), shape) != plain)
    return false;
  return decodeWithCore(coded.bytes.span(), shape, core::vectorLevel()) ==
         plain;
}

bool returns(MatrixShape shape, const std::function<float(uint64_t)> &value,
             bool expectCoded = true) {
  return returns(makeWeight(shape, value), shape, expectCoded);
}

/// Random bytes in place of what a cipher would mask.
std::vector<uint8_t> decodeWithWrongKey(const Pretransformed &coded,
                                        MatrixShape shape) {
  std::vector<uint8_t> bytes(coded.bytes.span().begin(),
                             coded.bytes.span().end());
  for (uint64_t i = core::pretransformLayout(shape).clearBytes;
       i < bytes.size(); ++i)
    bytes[i] = static_cast<uint8_t>(engine());
  return decodeWithCore(bytes, shape, core::vectorLevel());
}

TEST(PretransformEncoder, Matrices) {
  EXPECT_TRUE(
      returns({384, 384, 4}, [](uint64_t) { return 0.05f * normal(); }));
  EXPECT_TRUE(returns({64, 300, 2}, [](uint64_t) { return normal(); }));
  EXPECT_TRUE(returns({1000, 17, 4}, [](uint64_t i) {
    return normal() * std::exp2f(float(i / 17 % 13)) * float(1 + i % 17);
  }));
}

TEST(PretransformEncoder, HeavyTails) {
  EXPECT_TRUE(returns({256, 256, 4}, [](uint64_t) {
    return normal() / std::sqrt(0.1f + std::abs(normal()));
  }));
}

TEST(PretransformEncoder, Vectors) {
  EXPECT_TRUE(
      returns({1, 384, 4}, [](uint64_t) { return 1 + 0.1f * normal(); }));
  EXPECT_TRUE(returns({1, 384, 2}, [](uint64_t) { return 0.01f * normal(); }));
  EXPECT_TRUE(returns({1, 384, 4}, [](uint64_t) { return 1.0f; }));
  EXPECT_TRUE(returns({500, 1, 4}, [](uint64_t) { return normal(); }));
}

TEST(PretransformEncoder, FewElements) {
  for (float value : {0.0f, -0.0f, 3.5f, -1e-40f, 3e38f})
    EXPECT_TRUE(returns({1, 1, 4}, [&](uint64_t) { return value; })) << value;
  for (uint64_t count = 1; count < 40; ++count)
    EXPECT_TRUE(returns({1, count, 4}, [](uint64_t) { return normal(); }));
}

TEST(PretransformEncoder, RowsThatAreEqualOrZero) {
  EXPECT_TRUE(returns({64, 64, 4},
                      [](uint64_t i) { return 0.1f + 0.1f * float(i / 64); }));
  EXPECT_TRUE(returns({200, 200, 4}, [](uint64_t i) {
    return i / 200 == 7 ? 0.0f : normal();
  }));
  EXPECT_TRUE(returns({200, 200, 4}, [](uint64_t i) {
    return i / 200 == 7 ? 0.25f : normal();
  }));
}

TEST(PretransformEncoder, ValuesThatAreNotNumbers) {
  using Limits = std::numeric_limits<float>;
  const float special[] = {Limits::infinity(),
                           -Limits::infinity(),
                           Limits::quiet_NaN(),
                           -Limits::quiet_NaN(),
                           Limits::denorm_min(),
                           -Limits::denorm_min(),
                           Limits::max(),
                           Limits::lowest(),
                           Limits::min(),
                           0.0f,
                           -0.0f,
                           1e-30f};
  for (uint32_t width : {2, 4})
    EXPECT_TRUE(returns({64, 64, width}, [&](uint64_t i) {
      return i % 300 == 0 ? special[i / 300 % std::size(special)] : normal();
    }));
  // Payloads of NaNs, signalling ones included.
  std::vector<uint8_t> plain =
      makeWeight({64, 64, 4}, [](uint64_t) { return normal(); });
  for (uint32_t i = 0; i < 40; ++i) {
    uint32_t bits = 0x7f800001 | i << 7 | (i & 1) << 31;
    for (uint32_t byte = 0; byte < 4; ++byte)
      plain[400 * i + byte] = static_cast<uint8_t>(bits >> (8 * byte));
  }
  EXPECT_TRUE(returns(plain, {64, 64, 4}));
}

/// Instrumented and without optimisation, the largest of these tests take
/// minutes: there a part of the values has to do. It goes through the same
/// code.
#ifdef HWLOCK_INSTRUMENTED
constexpr uint64_t patternColumns = 800, amongColumns = 200, halfGroupStep = 8;
#else
constexpr uint64_t patternColumns = 8000, amongColumns = 2000,
                   halfGroupStep = 1;
#endif

TEST(PretransformEncoder, AllValuesOfBfloat16) {
  // In random order, far beyond what the escapes have room for.
  std::vector<uint32_t> halves(65536);
  for (uint32_t i = 0; i < halves.size(); ++i)
    halves[i] = i;
  std::shuffle(halves.begin(), halves.end(), engine);
  EXPECT_TRUE(returns(
      {256, 256, 2},
      [&](uint64_t i) { return std::bit_cast<float>(halves[i] << 16); },
      false));
  // A few at a time, among weights.
  constexpr uint64_t count = 65536, each = 256;
  for (uint64_t first = 0; first < halves.size(); first += each * halfGroupStep)
    ASSERT_TRUE(returns({256, 256, 2}, [&](uint64_t i) {
      return i % (count / each) == 0
                 ? std::bit_cast<float>(halves[first + i / (count / each)]
                                        << 16)
                 : 0.02f * normal();
    })) << first;
}

TEST(PretransformEncoder, TenMillionRandomBitPatterns) {
  // All as they come: no code fits, so that the payload is the plain weight.
  EXPECT_TRUE(returns(
      {1250, patternColumns, 4},
      [](uint64_t) { return std::bit_cast<float>(uint32_t(engine())); },
      false));
}

TEST(PretransformEncoder, RandomBitPatternsAmongWeights) {
  MatrixShape shape = {1000, amongColumns, 4};
  EXPECT_TRUE(returns(shape, [](uint64_t i) {
    return i % 500 ? 0.03f * normal()
                   : std::bit_cast<float>(uint32_t(engine()));
  }));
}

TEST(PretransformEncoder, RandomShapesAndScales) {
  for (int round = 0; round < 300; ++round) {
    MatrixShape shape = {1 + engine() % (engine() % 2 ? 4 : 80),
                         1 + engine() % (engine() % 2 ? 4 : 80),
                         engine() % 2 ? 4u : 2u};
    float scale = std::ldexp(1.0f, int(engine() % 240) - 120);
    std::vector<uint8_t> plain =
        makeWeight(shape, [&](uint64_t) { return scale * normal(); });
    Pretransformed coded = encode(plain, shape);
    ASSERT_EQ(decodeNaively(coded.bytes.span(), shape), plain) << round;
    for (auto level : {core::VectorLevel::Scalar, core::VectorLevel::Avx2,
                       core::VectorLevel::Avx512}) {
      if (level <= core::vectorLevel()) {
        ASSERT_EQ(decodeWithCore(coded.bytes.span(), shape, level), plain);
      }
    }
  }
}

TEST(PretransformEncoder, TooManyZerosAreStoredPlain) {
  MatrixShape shape = {64, 64, 4};
  EXPECT_TRUE(returns(shape, [](uint64_t) { return 0.0f; }, false));
}

TEST(PretransformEncoder, WrongKeysGivePlausibleWeights) {
  MatrixShape shape = {256, 256, 4};
  std::vector<uint8_t> plain =
      makeWeight(shape, [](uint64_t) { return 0.05f * normal(); });
  Pretransformed coded = encode(plain, shape);
  double right = 0, wrong = 0, most = 0, mostWrong = 0;
  std::vector<uint8_t> decoded = decodeWithWrongKey(coded, shape);
  for (uint64_t i = 0; i < shape.count(); ++i) {
    double value = valueAt(plain, 4, i), other = valueAt(decoded, 4, i);
    ASSERT_TRUE(std::isfinite(other));
    right += value * value;
    wrong += other * other;
    most = std::max(most, std::abs(value));
    mostWrong = std::max(mostWrong, std::abs(other));
  }
  EXPECT_NEAR(wrong / right, 1, 0.05);
  EXPECT_LT(mostWrong, 2 * most);
}

/// Chi-squared of the upper `bits` of the codes against the uniform
/// distribution, in standard deviations.
double misfit(const Pretransformed &coded, MatrixShape shape, uint32_t bits) {
  std::vector<double> counts(size_t(1) << bits);
  core::PretransformLayout layout = core::pretransformLayout(shape);
  auto payload = coded.bytes.span().last(layout.payloadBytes);
  for (uint64_t i = 0; i < shape.count(); ++i) {
    const uint8_t *end = payload.data() + (i + 1) * shape.elementBytes;
    ++counts[uint32_t(end[-2] | end[-1] << 8) >> (16 - bits)];
  }
  double expected = double(shape.count()) / double(counts.size()), sum = 0;
  for (double count : counts)
    sum += (count - expected) * (count - expected) / expected;
  double freedom = double(counts.size() - 1);
  return (sum - freedom) / std::sqrt(2 * freedom);
}

TEST(PretransformEncoder, RightCodesAreUniform) {
  // As uniform as those of a wrong key: neither less nor more. Beyond four
  // standard deviations in the mean of four tries something is systematic.
  MatrixShape shape = {384, 384, 4};
  constexpr int tries = 4;
  double sums[3] = {};
  for (int i = 0; i < tries; ++i) {
    Pretransformed coded = encode(
        makeWeight(shape, [](uint64_t) { return 0.05f * normal(); }), shape);
    for (uint32_t j = 0; j < 3; ++j)
      sums[j] += misfit(coded, shape, 8 + 4 * j);
  }
  for (double sum : sums)
    EXPECT_LT(std::abs(sum / tries), 4 / std::sqrt(tries));
}

TEST(PretransformEncoder, TablesAndCodesAreDrawnAnew) {
  MatrixShape shape = {64, 64, 4};
  auto plain = makeWeight(shape, [](uint64_t) { return normal(); });
  Pretransformed first = encode(plain, shape), second = encode(plain, shape);
  auto clear = core::pretransformLayout(shape).clearBytes;
  EXPECT_FALSE(std::ranges::equal(first.bytes.span().first(clear),
                                  second.bytes.span().first(clear)));
  RepeatingKeys keys(5), same(5);
  auto one = encodePretransform(plain, shape, keys);
  auto other = encodePretransform(plain, shape, same);
  EXPECT_TRUE(std::ranges::equal(one->bytes.span(), other->bytes.span()));
}

TEST(PretransformEncoder, RefusesOtherShapes) {
  RepeatingKeys keys;
  std::vector<uint8_t> plain(64);
  EXPECT_FALSE(encodePretransform(plain, {4, 2, 8}, keys));
  EXPECT_FALSE(encodePretransform(plain, {4, 5, 4}, keys));
  EXPECT_FALSE(encodePretransform(plain, {0, 4, 4}, keys));
  EXPECT_FALSE(encodePretransform({}, {0, 0, 4}, keys));
  FailingKeys none;
  EXPECT_FALSE(encodePretransform(plain, {4, 4, 4}, none));
}

} // namespace
