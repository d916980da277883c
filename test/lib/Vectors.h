//===- Vectors.h - What one machine sealed for another to open ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// hwlock-test-vectors writes a file of these with OpenSSL; VectorsTest.cpp
// reads it where there is no OpenSSL.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TEST_LIB_VECTORS_H
#define HWLOCK_TEST_LIB_VECTORS_H

#include <cstdint>
#include <span>
#include <vector>

namespace hwlock::test {

using Bytes = std::vector<uint8_t>;
using Record = std::vector<Bytes>;

struct Vectors {
  /// Key, nonce, associated data, plaintext, ciphertext, tag.
  std::vector<Record> gcm;
  /// Vault, a HwlockMeasurement that opens it; plaintext, ciphertext, tags and
  /// size of the scratch memory (u32) of each weight.
  std::vector<Record> models;
};

Bytes writeVectors(const Vectors &vectors);
/// No records if writeVectors() did not make `bytes`.
Vectors readVectors(std::span<const uint8_t> bytes);

} // namespace hwlock::test

#endif // HWLOCK_TEST_LIB_VECTORS_H
