//===- ByteOrder.h - Integers as bytes ------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_CORE_BYTEORDER_H
#define HWLOCK_LIB_CORE_BYTEORDER_H

#include <stdint.h>

namespace hwlock::core {

inline uint32_t loadBig32(const uint8_t *bytes) {
  return uint32_t(bytes[0]) << 24 | uint32_t(bytes[1]) << 16 |
         uint32_t(bytes[2]) << 8 | bytes[3];
}

inline uint64_t loadBig64(const uint8_t *bytes) {
  return uint64_t(loadBig32(bytes)) << 32 | loadBig32(bytes + 4);
}

inline void storeBig32(uint8_t *bytes, uint32_t value) {
  for (int i = 0; i < 4; ++i)
    bytes[i] = uint8_t(value >> (24 - 8 * i));
}

inline void storeBig64(uint8_t *bytes, uint64_t value) {
  storeBig32(bytes, uint32_t(value >> 32));
  storeBig32(bytes + 4, uint32_t(value));
}

inline uint32_t loadLittle32(const uint8_t *bytes) {
  return uint32_t(bytes[3]) << 24 | uint32_t(bytes[2]) << 16 |
         uint32_t(bytes[1]) << 8 | bytes[0];
}

/// An integer of `width` bytes, at most 8.
inline uint64_t loadLittle(const uint8_t *bytes, uint32_t width) {
  uint64_t value = 0;
  for (uint32_t i = 0; i < width; ++i)
    value |= uint64_t(bytes[i]) << (8 * i);
  return value;
}

inline void storeLittle32(uint8_t *bytes, uint32_t value) {
  for (int i = 0; i < 4; ++i)
    bytes[i] = uint8_t(value >> (8 * i));
}

inline void storeLittle64(uint8_t *bytes, uint64_t value) {
  storeLittle32(bytes, uint32_t(value));
  storeLittle32(bytes + 4, uint32_t(value >> 32));
}

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_BYTEORDER_H
