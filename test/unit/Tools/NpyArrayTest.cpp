//===- NpyArrayTest.cpp - NumPy's .npy format -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "NpyArray.h"
#include <gtest/gtest.h>
#include <random>

using namespace hwlock;
using namespace hwlock::tool;

namespace {

NpyArray sample() {
  NpyArray array{"<f4", {2, 3}, {}};
  for (uint8_t i = 0; i < 24; ++i)
    array.data.push_back(i);
  return array;
}

/// A version 1.0 file around `header` and `data` zero bytes.
std::vector<uint8_t> file(std::string header, size_t data) {
  std::string text("\x93NUMPY\x01\x00", 8);
  text.push_back(static_cast<char>(header.size() & 0xff));
  text.push_back(static_cast<char>(header.size() >> 8));
  text += header;
  std::vector<uint8_t> bytes(text.begin(), text.end());
  bytes.resize(bytes.size() + data);
  return bytes;
}

std::string messageOf(const std::vector<uint8_t> &bytes) {
  auto array = parseNpy(bytes);
  return array ? "accepted" : array.error().message;
}

} // namespace

TEST(NpyArray, RoundTrips) {
  for (std::vector<int64_t> shape : std::vector<std::vector<int64_t>>{
           {}, {6}, {2, 3}, {0, 7}, {1, 1, 2, 3}}) {
    NpyArray array{"<i2", shape, {}};
    size_t elements = 1;
    for (int64_t extent : shape)
      elements *= static_cast<size_t>(extent);
    array.data.assign(2 * elements, 5);
    auto read = parseNpy(formatNpy(array));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->type, array.type);
    EXPECT_EQ(read->shape, array.shape);
    EXPECT_EQ(read->data, array.data);
  }
}

TEST(NpyArray, DataIsAligned) {
  auto bytes = formatNpy(sample());
  EXPECT_EQ((bytes.size() - 24) % 64, 0u);
}

TEST(NpyArray, AcceptsOtherSpellingsOfTheHeader) {
  auto array = parseNpy(file(
      "{\"shape\":(3,),  \"fortran_order\": False, \"descr\":\"|b1\"}\n", 3));
  ASSERT_TRUE(array) << array.error().message;
  EXPECT_EQ(array->shape, std::vector<int64_t>{3});
}

TEST(NpyArray, RefusesWhatItCannotHold) {
  const char *order = "'fortran_order': False, ";
  auto header = [&](std::string type, std::string rest) {
    return "{'descr': '" + type + "', " + rest + "}";
  };
  auto shape = [&](std::string text) { return order + ("'shape': " + text); };
  EXPECT_EQ(messageOf(file(header("<f4", shape("(2,)")), 8)), "accepted");
  EXPECT_EQ(messageOf(file(header(">f4", shape("(2,)")), 8)),
            "unsupported .npy type '>f4'");
  EXPECT_EQ(messageOf(file(header("<c8", shape("(1,)")), 8)),
            "unsupported .npy type '<c8'");
  EXPECT_EQ(messageOf(file(header("|O", shape("(1,)")), 8)),
            "unsupported .npy type '|O'");
  EXPECT_EQ(messageOf(file(header("<f4", shape("(2,)")), 9)),
            "shape (2,) needs 8 bytes of data, found 9");
  EXPECT_EQ(
      messageOf(file(header("<f4", shape("(4294967295, 4294967295, 9)")), 0)),
      ".npy shape is too large");
  const char *malformed =
      "malformed .npy header, or an array that is not in C order";
  for (std::string rest :
       {std::string("'fortran_order': True, 'shape': (2,)"), shape("(-2,)"),
        shape("2"), shape("(2 3)"), shape("(2,)") + ", 'more': 1",
        shape("(2,)") + "} 1", std::string("'shape': (2,)")})
    EXPECT_EQ(messageOf(file(header("<f4", rest), 8)), malformed) << rest;
}

TEST(NpyArray, RefusesBooleansThatAreNeither) {
  auto bytes =
      file("{'descr': '|b1', 'fortran_order': False, 'shape': (2,)}", 2);
  EXPECT_EQ(messageOf(bytes), "accepted");
  bytes.back() = 2;
  EXPECT_EQ(messageOf(bytes),
            "a boolean array holds a byte that is neither 0 nor 1");
}

TEST(NpyArray, RefusesEveryTruncation) {
  auto bytes = formatNpy(sample());
  while (!bytes.empty()) {
    bytes.pop_back();
    EXPECT_FALSE(parseNpy(bytes)) << bytes.size();
  }
  EXPECT_EQ(messageOf({}), "not a .npy file");
}

TEST(NpyArray, SurvivesMutations) {
  const auto original = formatNpy(sample());
  std::mt19937 random(1);
  size_t refused = 0;
  for (int round = 0; round < 1000; ++round) {
    auto bytes = original;
    // Where the header is, not in its padding, which may be anything blank.
    bytes[random() % 72] ^= static_cast<uint8_t>(1 + random() % 255);
    auto array = parseNpy(bytes);
    refused += !array;
    // Whatever is accepted is consistent.
    if (array) {
      size_t elements = array->data.size() / (array->type[2] - '0');
      for (int64_t extent : array->shape)
        elements = extent ? elements / static_cast<size_t>(extent) : 1;
      EXPECT_EQ(elements, 1u);
    }
  }
  EXPECT_GT(refused, 900u);
}
