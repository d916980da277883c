//===- ByteStream.h - Bounded little-endian reader and writer -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every length that comes from a file is checked here before it is used.
// Integers are little endian.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_SUPPORT_BYTESTREAM_H
#define HWLOCK_SUPPORT_BYTESTREAM_H

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace hwlock::rt {

/// Reads from a span; once a read fails, all later ones fail too, so that a
/// caller may test ok() once at the end of a record.
class ByteReader {
public:
  explicit ByteReader(std::span<const uint8_t> bytes) : bytes(bytes) {}

  bool ok() const { return !failed; }
  bool atEnd() const { return offset == bytes.size(); }
  size_t position() const { return offset; }
  size_t remaining() const { return bytes.size() - offset; }

  uint8_t u8() { return static_cast<uint8_t>(integer(1)); }
  uint16_t u16() { return static_cast<uint16_t>(integer(2)); }
  uint32_t u32() { return static_cast<uint32_t>(integer(4)); }
  uint64_t u64() { return integer(8); }
  /// `length` bytes, or an empty span and a failed reader.
  std::span<const uint8_t> take(uint64_t length);

private:
  uint64_t integer(unsigned width);

  std::span<const uint8_t> bytes;
  size_t offset = 0;
  bool failed = false;
};

class ByteWriter {
public:
  void u8(uint8_t value) { integer(value, 1); }
  void u16(uint16_t value) { integer(value, 2); }
  void u32(uint32_t value) { integer(value, 4); }
  void u64(uint64_t value) { integer(value, 8); }
  void raw(std::span<const uint8_t> data) {
    bytes.insert(bytes.end(), data.begin(), data.end());
  }
  void text(std::string_view data) {
    bytes.insert(bytes.end(), data.begin(), data.end());
  }
  size_t size() const { return bytes.size(); }
  std::span<const uint8_t> view() const { return bytes; }
  std::vector<uint8_t> release() { return std::move(bytes); }

private:
  void integer(uint64_t value, unsigned width);

  std::vector<uint8_t> bytes;
};

} // namespace hwlock::rt

#endif // HWLOCK_SUPPORT_BYTESTREAM_H
