//===- VectorsTest.cpp - What another machine sealed ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Needs no OpenSSL, so that it runs for architectures where there is none. The
// environment variable HWLOCK_TEST_VECTORS names a file of Vectors.h.
//===----------------------------------------------------------------------===//
#include "Vectors.h"
#include "AesLevels.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Support/ByteStream.h"
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

using namespace hwlock;
using namespace hwlock::core;
using namespace hwlock::core::test;
using hwlock::test::Record;
using hwlock::test::Vectors;

static const Vectors &vectors() {
  static const Vectors read = [] {
    const char *path = std::getenv("HWLOCK_TEST_VECTORS");
    std::ifstream file(path ? path : "", std::ios::binary);
    Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    return hwlock::test::readVectors(bytes);
  }();
  return read;
}

namespace {

struct VectorsTest : AesLevelTest {};

TEST_P(VectorsTest, DecryptsWhatOpenSslEncrypted) {
  ASSERT_FALSE(vectors().gcm.empty());
  for (const Record &record : vectors().gcm) {
    ASSERT_EQ(record.size(), 6u);
    const auto &[key, nonce, aad, plain, sealed, tag] = std::tie(
        record[0], record[1], record[2], record[3], record[4], record[5]);
    Bytes opened(sealed.size()), found(16);
    gcmDecrypt(GetParam(), expand(key), nonce.data(), aad.data(), aad.size(),
               sealed.data(), opened.data(), sealed.size(), found.data());
    EXPECT_EQ(opened, plain) << plain.size();
    EXPECT_EQ(found, tag) << plain.size();
  }
}

TEST_P(VectorsTest, EncryptsCountersAsThePortableLevel) {
  RandomBytes random(3);
  for (size_t keyBytes : {16, 32})
    for (size_t size : everySize()) {
      Bytes key = random(keyBytes), nonce = random(12), data = random(size);
      // Wraps around within the first blocks.
      uint32_t counter = 0 - random.below(9);
      AesKey portable;
      aesExpandKey(AesLevel::Portable, key.data(), uint32_t(keyBytes),
                   portable);
      AesKey own = expand(key);
      ASSERT_EQ(own.rounds, portable.rounds);
      ASSERT_EQ(
          std::memcmp(own.roundKeys, portable.roundKeys, 16 * (own.rounds + 1)),
          0);
      Bytes expected(size), found(size);
      aesCtr(AesLevel::Portable, portable, nonce.data(), counter, data.data(),
             expected.data(), size);
      aesCtr(GetParam(), own, nonce.data(), counter, data.data(), found.data(),
             size);
      ASSERT_EQ(found, expected) << size;
    }
}

/// Hands out the measurement of a record.
void measureAsRecorded(void *context, uint32_t, HwlockMeasurement *out) {
  auto *bytes = static_cast<const Bytes *>(context);
  ASSERT_EQ(bytes->size(), sizeof *out);
  std::memcpy(out, bytes->data(), sizeof *out);
}

/// Memory for unsealing, aligned as Decoder.h demands; `size` is a u32.
class Scratch {
public:
  explicit Scratch(const Bytes &size)
      : lines((hwlock::rt::ByteReader(size).u32() + sizeof(Line) - 1) /
              sizeof(Line)) {}
  uint8_t *data() { return lines.empty() ? nullptr : lines.front().bytes; }

private:
  struct alignas(64) Line {
    uint8_t bytes[64];
  };
  std::vector<Line> lines;
};

// Both policies, and chains with every transformation.
TEST(OpenVectors, OpensAndUnsealsWhatAnotherMachineLocked) {
  ASSERT_EQ(vectors().models.size(), 12u);
  for (const Record &record : vectors().models) {
    const Bytes &vault = record.at(0);
    Bytes measurement = record.at(1), dek(layout::keyBytes);
    ASSERT_EQ(hwlock_core_open(vault.data(), vault.size(), measureAsRecorded,
                               &measurement, nullptr, dek.data()),
              0);
    ASSERT_EQ(record.size(), 2u + 3 * 4);
    for (uint32_t i = 0; i < 3; ++i) {
      const Bytes *weight = &record[2 + 4 * i];
      const Bytes &plain = weight[0], &sealed = weight[1], &tags = weight[2];
      Scratch scratch(weight[3]);
      Bytes opened(plain.size());
      EXPECT_EQ(hwlock_core_unseal(vault.data(), vault.size(), dek.data(), i,
                                   sealed.data(), tags.data(), opened.data(),
                                   opened.size(), scratch.data()),
                0);
      EXPECT_EQ(opened, plain);
    }
  }
}

} // namespace

HWLOCK_INSTANTIATE_AES_LEVELS(VectorsTest);
