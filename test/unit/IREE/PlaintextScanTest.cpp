//===- PlaintextScanTest.cpp - Does a file hold weights in the clear? -----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/IREE/PlaintextScan.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"
#include <cstring>
#include <random>

using namespace hwlock;

namespace {

using Bytes = std::vector<uint8_t>;

Bytes randomBytes(size_t size, unsigned seed) {
  std::mt19937 engine(seed);
  Bytes bytes(size);
  for (uint8_t &byte : bytes)
    byte = engine();
  return bytes;
}

/// Floats as a trained layer has them.
std::vector<float> randomFloats(size_t count, unsigned seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<float> normal(0, 0.05f);
  std::vector<float> floats(count);
  for (float &value : floats)
    value = normal(engine);
  return floats;
}

Bytes bytesOf(llvm::ArrayRef<float> floats) {
  Bytes bytes(floats.size() * sizeof(float));
  std::memcpy(bytes.data(), floats.data(), bytes.size());
  return bytes;
}

Bytes weight(size_t count, unsigned seed) {
  return bytesOf(randomFloats(count, seed));
}

void plant(Bytes &file, size_t at, llvm::ArrayRef<uint8_t> piece) {
  llvm::copy(piece, file.begin() + at);
}

ScanReport scan(llvm::ArrayRef<Bytes> weights, llvm::ArrayRef<uint8_t> file) {
  std::vector<PlainWeight> named;
  for (auto [index, bytes] : llvm::enumerate(weights))
    named.push_back({"w" + std::to_string(index), bytes});
  PlaintextScan scan(std::move(named));
  scan.search(file);
  return scan.report();
}

TEST(PlaintextScan, RandomFileIsClean) {
  Bytes file = randomBytes(1 << 20, 1);
  ScanReport report =
      scan({weight(10000, 2), weight(16, 3), randomBytes(4096, 4)}, file);
  EXPECT_FALSE(report.leaked());
  EXPECT_EQ(report.describe(), "");
  for (const WeightTrace &trace : report.weights) {
    EXPECT_GT(trace.windows.sought, 0u);
    EXPECT_EQ(trace.windows.found, 0u);
    EXPECT_GT(trace.words.controls, 7 * trace.words.sought);
  }
}

TEST(PlaintextScan, FindsOneWindowAtAnyOffset) {
  Bytes w = weight(1000, 5);
  for (size_t from : {0, 1, 2, 3, 1777, 3984})
    for (size_t to : {0, 1, 4095, 8192 - 16}) {
      Bytes file = randomBytes(8192, 6);
      plant(file, to, llvm::ArrayRef(w).slice(from, 16));
      ScanReport report = scan({weight(50, 7), w}, file);
      EXPECT_TRUE(report.leaked());
      EXPECT_EQ(report.weights[0].windows.found, 0u);
      EXPECT_EQ(report.weights[1].windows.found, 1u) << from << " " << to;
    }
}

TEST(PlaintextScan, FifteenBytesAreNoWindow) {
  Bytes w = weight(1000, 5), file = randomBytes(8192, 6);
  plant(file, 100, llvm::ArrayRef(w).slice(40, 15));
  EXPECT_FALSE(scan({w}, file).leaked());
}

TEST(PlaintextScan, LargeWeightsAreSampled) {
  Bytes w = randomBytes(12 << 20, 8);
  ScanReport whole = scan({w}, w);
  const WindowCount &windows = whole.weights[0].windows;
  EXPECT_EQ(windows.found, windows.sought);
  EXPECT_GT(windows.sought, 2u << 20);
  EXPECT_LE(windows.sought, 4u << 20);
  // Stride 3: 18 contiguous bytes hold one window of the sample.
  for (size_t from : {1000000, 1000001, 1000002}) {
    Bytes file = randomBytes(8192, 9);
    plant(file, 77, llvm::ArrayRef(w).slice(from, 18));
    EXPECT_EQ(scan({w}, file).weights[0].windows.found, 1u);
  }
}

TEST(PlaintextScan, FindsTransposedWords) {
  std::vector<float> floats = randomFloats(64 * 64, 10), packed(64 * 64);
  for (size_t row = 0; row < 64; ++row)
    for (size_t column = 0; column < 64; ++column)
      packed[column * 64 + row] = floats[row * 64 + column];
  for (size_t phase = 0; phase < 4; ++phase) {
    Bytes file = randomBytes(1 << 20, 11);
    plant(file, 4096 + phase, bytesOf(packed));
    ScanReport report = scan({bytesOf(floats)}, file);
    EXPECT_EQ(report.weights[0].windows.found, 0u);
    EXPECT_EQ(report.weights[0].words.found, report.weights[0].words.sought);
    EXPECT_TRUE(report.weights[0].leaked());
    EXPECT_NE(report.describe().find("'w0'"), std::string::npos);
  }
}

TEST(PlaintextScan, FindsPartOfTheWords) {
  std::vector<float> floats = randomFloats(1 << 20, 12);
  // Every 50th row of 64, backwards.
  std::vector<float> part;
  for (size_t row = 0; row < floats.size() / 64; row += 50)
    part.insert(part.end(), floats.rend() - (row + 1) * 64,
                floats.rend() - row * 64);
  Bytes file = randomBytes(8 << 20, 13);
  plant(file, 1, bytesOf(part));
  ScanReport report = scan({bytesOf(floats)}, file);
  EXPECT_EQ(report.weights[0].windows.found, 0u);
  EXPECT_TRUE(report.leaked());
}

TEST(PlaintextScan, ManySmallWeightsShowTogether) {
  std::vector<Bytes> weights;
  Bytes file = randomBytes(1 << 16, 14);
  for (size_t i = 0; i < 20; ++i) {
    std::vector<float> floats = randomFloats(4, 100 + i);
    weights.push_back(bytesOf(floats));
    std::reverse(floats.begin(), floats.end());
    plant(file, 16 * i, bytesOf(floats));
  }
  ScanReport report = scan(weights, file);
  for (const WeightTrace &trace : report.weights)
    EXPECT_FALSE(trace.leaked());
  EXPECT_TRUE(report.leaked());
  EXPECT_NE(report.describe().find("all weights together"), std::string::npos);
}

TEST(PlaintextScan, ZerosAndSmallIntegersSayNothing) {
  Bytes zeros(4096), integers(8 * 1000);
  for (size_t i = 0; i < 1000; ++i) {
    integers[8 * i] = i;
    integers[8 * i + 1] = i >> 8;
  }
  ScanReport report = scan({zeros, integers}, integers);
  EXPECT_FALSE(report.leaked());
  EXPECT_EQ(report.weights[0].windows.sought, 0u);
  EXPECT_EQ(report.weights[0].words.sought, 0u);
}

TEST(PlaintextScan, RoundValuesAreComparedWithRoundValues) {
  // The file has all multiples of 1/64, as a table may; the weight some.
  std::vector<float> table, some;
  for (int i = -4096; i < 4096; ++i)
    table.push_back(float(i) / 64);
  for (int i = 0; i < 300; ++i)
    some.push_back(table[(i * 2654435761u) % table.size()]);
  EXPECT_FALSE(scan({bytesOf(some)}, bytesOf(table)).leaked());
}

TEST(PlaintextScan, WeightShorterThanAWindow) {
  Bytes w = weight(3, 15);
  ScanReport report = scan({w, {}}, w);
  EXPECT_EQ(report.weights[0].windows.sought, 0u);
  EXPECT_EQ(report.weights[0].words.found, 3u);
  EXPECT_FALSE(report.leaked());
}

TEST(PlaintextScan, FileShorterThanAWord) {
  EXPECT_FALSE(scan({weight(100, 16)}, Bytes{1, 2, 3}).leaked());
  EXPECT_FALSE(scan({}, randomBytes(100, 17)).leaked());
}

TEST(PlaintextScan, ReadsHexadecimalDigits) {
  Bytes w = weight(8, 18);
  for (bool lower : {false, true})
    for (const char *before : {"dense<\"0x", "dense<\"0xf"}) {
      std::string text = before + llvm::toHex(w, lower) + "\">";
      ScanReport report = scan({w}, llvm::arrayRefFromStringRef(text));
      EXPECT_EQ(report.weights[0].windows.found,
                report.weights[0].windows.sought);
      EXPECT_TRUE(report.leaked());
    }
}

TEST(WordCount, ChanceIsABinomialTail) {
  // Three of three are words, of which there are one in nine: 1/729.
  EXPECT_NEAR((WordCount{10, 3, 80, 0}).chance(), 1.0 / 729, 1e-12);
  // 1 - (8/9)^2.
  EXPECT_NEAR((WordCount{10, 1, 80, 1}).chance(), 17.0 / 81, 1e-12);
  EXPECT_EQ((WordCount{10, 1, 80, 8}).chance(), 1);
  EXPECT_EQ((WordCount{}).chance(), 1);
}

} // namespace
