//===- ByteStreamTest.cpp -------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/ByteStream.h"
#include <gtest/gtest.h>
#include <random>

using namespace hwlock::rt;

TEST(ByteStream, RoundTripIsLittleEndian) {
  ByteWriter writer;
  writer.u8(1);
  writer.u16(0x0203);
  writer.u32(0x04050607);
  writer.u64(0x08090a0b0c0d0e0f);
  EXPECT_EQ(writer.view()[1], 0x03);
  ByteReader reader(writer.view());
  EXPECT_EQ(reader.u8(), 1);
  EXPECT_EQ(reader.u16(), 0x0203);
  EXPECT_EQ(reader.u32(), 0x04050607u);
  EXPECT_EQ(reader.u64(), 0x08090a0b0c0d0e0fu);
  EXPECT_TRUE(reader.ok());
  EXPECT_TRUE(reader.atEnd());
}

TEST(ByteStream, RefusesLengthsThatWouldWrap) {
  uint8_t bytes[4] = {1, 2, 3, 4};
  ByteReader reader(bytes);
  EXPECT_EQ(reader.u8(), 1);
  EXPECT_TRUE(reader.take(UINT64_MAX).empty());
  EXPECT_FALSE(reader.ok());
}

TEST(ByteStream, StaysFailed) {
  uint8_t bytes[2] = {1, 2};
  ByteReader reader(bytes);
  EXPECT_EQ(reader.u32(), 0u);
  EXPECT_EQ(reader.u8(), 0);
  EXPECT_FALSE(reader.ok());
}

/// Reads as the interface says it, without thought of overflow: 128 bits.
struct NaiveReader {
  std::vector<uint8_t> bytes;
  unsigned __int128 offset = 0;
  bool failed = false;

  bool advance(uint64_t length) {
    failed |= offset + length > bytes.size();
    if (!failed)
      offset += length;
    return !failed;
  }
  uint64_t integer(unsigned width) {
    uint64_t value = 0;
    if (advance(width))
      for (unsigned i = 1; i <= width; ++i)
        value = value * 256 + bytes[size_t(offset) - i];
    return value;
  }
  std::vector<uint8_t> take(uint64_t length) {
    if (!advance(length))
      return {};
    auto end = bytes.begin() + ptrdiff_t(offset);
    return {end - ptrdiff_t(length), end};
  }
};

TEST(ByteStream, EqualsANaiveReaderOnRandomReads) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 2000; ++round) {
    NaiveReader naive;
    naive.bytes.resize(random() % 40);
    for (uint8_t &byte : naive.bytes)
      byte = uint8_t(random());
    ByteReader reader(naive.bytes);
    for (int step = 0; step < 12; ++step) {
      unsigned kind = random() % 5, width = 1u << kind;
      if (kind == 4) {
        uint64_t length = random() % 8 ? random() % 10 : -(random() % 10);
        auto taken = reader.take(length);
        ASSERT_EQ(std::vector<uint8_t>(taken.begin(), taken.end()),
                  naive.take(length));
      } else {
        uint64_t value = kind == 0   ? reader.u8()
                         : kind == 1 ? reader.u16()
                         : kind == 2 ? reader.u32()
                                     : reader.u64();
        ASSERT_EQ(value, naive.integer(width));
      }
      ASSERT_EQ(reader.ok(), !naive.failed);
      ASSERT_EQ(reader.position(), size_t(naive.offset));
    }
  }
}
