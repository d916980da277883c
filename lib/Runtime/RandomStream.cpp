//===- RandomStream.cpp - Many random numbers from one seed ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "RandomStream.h"
#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

using namespace hwlock::rt;

RandomStream::RandomStream(const RandomSeed &seed, uint64_t number)
    : context(EVP_CIPHER_CTX_new()) {
  uint8_t block[16] = {};
  for (size_t i = 0; i < 8; ++i)
    block[i] = static_cast<uint8_t>(number >> (56 - 8 * i));
  usable = context && EVP_EncryptInit_ex(context.get(), EVP_aes_256_ctr(),
                                         nullptr, seed.data(), block) == 1;
}

void RandomStream::refill() {
  static constexpr uint8_t zeros[decltype(buffer)::size()] = {};
  int written = 0;
  usable = usable && EVP_EncryptUpdate(context.get(), buffer.data(), &written,
                                       zeros, sizeof zeros) == 1;
  used = 0;
}

uint16_t RandomStream::bits16() {
  if (used + 2 > buffer.size())
    refill();
  uint16_t value;
  std::memcpy(&value, buffer.data() + used, sizeof value);
  used += sizeof value;
  return value;
}

uint64_t RandomStream::bits64() {
  if (used + 8 > buffer.size())
    refill();
  uint64_t value;
  std::memcpy(&value, buffer.data() + used, sizeof value);
  used += sizeof value;
  return value;
}

uint64_t RandomStream::below(uint64_t bound) {
  return static_cast<uint64_t>(
      static_cast<unsigned __int128>(bits64()) * bound >> 64);
}

double RandomStream::normal() {
  double radius = std::sqrt(-2 * std::log(1 - uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

void RandomStream::fill(std::span<uint8_t> bytes) {
  while (!bytes.empty()) {
    if (used == buffer.size())
      refill();
    size_t count = std::min(bytes.size(), buffer.size() - used);
    std::copy_n(buffer.data() + used, count, bytes.begin());
    used += count;
    bytes = bytes.subspan(count);
  }
}
