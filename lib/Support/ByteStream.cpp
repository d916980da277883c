//===- ByteStream.cpp - Bounded little-endian reader and writer -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/ByteStream.h"

using namespace hwlock::rt;

std::span<const uint8_t> ByteReader::take(uint64_t length) {
  if (failed || length > bytes.size() - offset) {
    failed = true;
    return {};
  }
  auto taken = bytes.subspan(offset, length);
  offset += length;
  return taken;
}

uint64_t ByteReader::integer(unsigned width) {
  uint64_t value = 0;
  auto taken = take(width);
  for (size_t i = 0; i < taken.size(); ++i)
    value |= static_cast<uint64_t>(taken[i]) << (8 * i);
  return value;
}

void ByteWriter::integer(uint64_t value, unsigned width) {
  for (unsigned i = 0; i < width; ++i)
    bytes.push_back(static_cast<uint8_t>(value >> (8 * i)));
}
