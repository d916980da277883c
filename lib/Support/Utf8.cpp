//===- Utf8.cpp - Text that may reach a terminal --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/Utf8.h"
#include <cstddef>
#include <cstdint>

using namespace hwlock;

/// Bytes of the UTF-8 sequence at the start of `text` that stands for a
/// printable character, or 0 (RFC 3629; control characters of C0 and C1 would
/// reach terminals).
static size_t printableSequence(std::string_view text) {
  auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  if (byte(0) < 0x80)
    return byte(0) >= 0x20 && byte(0) != 0x7f;
  size_t length = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
  if (byte(0) < 0xc2 || byte(0) > 0xf4 || text.size() < length)
    return 0;
  uint32_t point = byte(0) & (0x7f >> length);
  for (size_t i = 1; i < length; ++i) {
    if (byte(i) >> 6 != 2)
      return 0;
    point = point << 6 | (byte(i) & 0x3f);
  }
  bool overlong = point < (length == 2   ? 0x80u
                           : length == 3 ? 0x800u
                                         : 0x10000u);
  bool surrogate = point >= 0xd800 && point < 0xe000;
  bool control = point < 0xa0;
  return overlong || surrogate || control || point > 0x10ffff ? 0 : length;
}

bool rt::isPrintableUtf8(std::string_view text) {
  while (!text.empty()) {
    size_t length = printableSequence(text);
    if (length == 0)
      return false;
    text.remove_prefix(length);
  }
  return true;
}
