//===- ByteStreamTest.cpp -------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/ByteStream.h"
#include <gtest/gtest.h>

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
