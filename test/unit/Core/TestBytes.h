//===- TestBytes.h - Bytes for the tests of Core --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_UNIT_CORE_TESTBYTES_H
#define HWLOCK_TEST_UNIT_CORE_TESTBYTES_H

#include "hwlock/Support/Hex.h"
#include <cstdint>
#include <numeric>
#include <random>
#include <string_view>
#include <vector>

namespace hwlock::core::test {

using Bytes = std::vector<uint8_t>;

inline Bytes hex(std::string_view text) { return rt::fromHex(text).value(); }

inline Bytes ascii(std::string_view text) { return {text.begin(), text.end()}; }

/// All that fill no vector of any kernel up to several, and some long ones.
inline std::vector<size_t> everySize() {
  std::vector<size_t> sizes(601);
  std::iota(sizes.begin(), sizes.end(), 0);
  sizes.insert(sizes.end(), {1023, 4096, 65535, 65536, 65537, 300001});
  return sizes;
}

/// The same bytes in every run.
class RandomBytes {
public:
  explicit RandomBytes(uint32_t seed) : engine(seed) {}

  uint32_t below(uint32_t bound) { return uint32_t(engine() % bound); }
  Bytes operator()(size_t size) {
    Bytes bytes(size);
    for (uint8_t &byte : bytes)
      byte = uint8_t(engine());
    return bytes;
  }

private:
  std::mt19937 engine;
};

} // namespace hwlock::core::test

#endif // HWLOCK_TEST_UNIT_CORE_TESTBYTES_H
