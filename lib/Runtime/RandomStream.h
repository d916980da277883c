//===- RandomStream.h - Many random numbers from one seed -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// AES-256-CTR under a drawn seed: streams of one seed are independent, so that
// parts of a weight can be coded in parallel and still do not depend on how
// many threads there are.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_RUNTIME_RANDOMSTREAM_H
#define HWLOCK_LIB_RUNTIME_RANDOMSTREAM_H

#include "hwlock/Support/OpenSslOwned.h"
#include "hwlock/Support/Secret.h"
#include <cstdint>
#include <openssl/evp.h>

namespace hwlock::rt {

using RandomSeed = SecretBytes<32>;

class RandomStream {
public:
  RandomStream(const RandomSeed &seed, uint64_t number);

  /// False if OpenSSL failed: the numbers are then no good.
  bool good() const { return usable; }

  uint16_t bits16();
  uint64_t bits64();
  /// In [0, bound), with a bias below bound / 2^64.
  uint64_t below(uint64_t bound);
  /// In [0, 1).
  double uniform() { return static_cast<double>(bits64() >> 11) * 0x1p-53; }
  /// Standard normal.
  double normal();
  void fill(std::span<uint8_t> bytes);

private:
  void refill();

  OpenSslOwned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context;
  SecretBytes<16384> buffer;
  size_t used = buffer.size();
  bool usable;
};

} // namespace hwlock::rt

#endif // HWLOCK_LIB_RUNTIME_RANDOMSTREAM_H
