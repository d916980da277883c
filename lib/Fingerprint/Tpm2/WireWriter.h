//===- WireWriter.h - Integers and buffers as a TPM expects them ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Big endian, unlike everything in hwlock's own files.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FINGERPRINT_TPM2_WIREWRITER_H
#define HWLOCK_LIB_FINGERPRINT_TPM2_WIREWRITER_H

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace hwlock::rt::tpm2 {

class WireWriter {
public:
  void u16(uint16_t value) {
    bytes.push_back(static_cast<uint8_t>(value >> 8));
    bytes.push_back(static_cast<uint8_t>(value));
  }
  void u32(uint32_t value) {
    u16(static_cast<uint16_t>(value >> 16));
    u16(static_cast<uint16_t>(value));
  }
  void raw(std::span<const uint8_t> data) {
    bytes.insert(bytes.end(), data.begin(), data.end());
  }
  /// A label of part 1, which counts the zero byte at its end.
  void label(std::string_view text) {
    bytes.insert(bytes.end(), text.begin(), text.end());
    bytes.push_back(0);
  }
  /// A TPM2B: 16-bit length and data.
  void sized(std::span<const uint8_t> data) {
    u16(static_cast<uint16_t>(data.size()));
    raw(data);
  }
  std::span<const uint8_t> view() const { return bytes; }
  std::vector<uint8_t> release() { return std::move(bytes); }

private:
  std::vector<uint8_t> bytes;
};

} // namespace hwlock::rt::tpm2

#endif // HWLOCK_LIB_FINGERPRINT_TPM2_WIREWRITER_H
