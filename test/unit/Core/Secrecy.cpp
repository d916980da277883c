//===- Secrecy.cpp - No branch and no address depends on a secret ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Run under valgrind, which takes secrets marked as undefined and reports every
// jump and address that depends on one (the method of Langley's ctgrind). With
// the argument `leak` it makes such a jump, to show that it would be seen.
//===----------------------------------------------------------------------===//
#include "TestBytes.h"
#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/ReedSolomon.h"
#include <cstdio>
#include <string_view>
#include <valgrind/memcheck.h>

using namespace hwlock::core;
using namespace hwlock::core::test;

static Bytes secret(RandomBytes &random, size_t size) {
  Bytes bytes = random(size);
  VALGRIND_MAKE_MEM_UNDEFINED(bytes.data(), bytes.size());
  return bytes;
}

static void useHashes(RandomBytes &random) {
  Bytes salt = random(32), ikm = secret(random, 200), info = random(20);
  Bytes prk(32), key(80);
  hkdfExtract(salt.data(), salt.size(), ikm.data(), ikm.size(), prk.data());
  hkdfExpand(prk.data(), info.data(), 10, info.data() + 10, 10, key.data(),
             key.size());
  bool equal = constantTimeEqual(prk.data(), key.data(), 32);
  // Whether a tag matches is public: it is what the caller acts on.
  VALGRIND_MAKE_MEM_DEFINED(&equal, sizeof equal);
  std::printf("hashes: %d\n", equal);
}

static void useAes(RandomBytes &random, AesLevel level, uint32_t keyBytes) {
  Bytes nonce = random(12), data = secret(random, 1000), tag(16);
  AesKey key;
  aesExpandKey(level, secret(random, keyBytes).data(), keyBytes, key);
  aesCtr(level, key, nonce.data(), 2, data.data(), data.data(), data.size());
  gcmDecrypt(level, key, nonce.data(), nonce.data(), nonce.size(), data.data(),
             data.data(), data.size(), tag.data());
  std::printf("AES level %d, %u bits\n", int(level), 8 * keyBytes);
}

static void useReedSolomon(RandomBytes &random) {
  Bytes word = secret(random, 60);
  reedSolomonEncode(word.data(), uint32_t(word.size()));
  std::puts("encoding of the symbols");
}

int main(int argc, char **argv) {
  RandomBytes random(18);
  useHashes(random);
  useReedSolomon(random);
  for (AesLevel level : {AesLevel::Portable, AesLevel::AesNi, AesLevel::Vaes256,
                         AesLevel::Vaes512})
    for (uint32_t keyBytes : {16, 32})
      if (aesLevelSupported(level))
        useAes(random, level, keyBytes);
  if (argc > 1 && std::string_view(argv[1]) == "leak")
    std::puts(secret(random, 1)[0] & 1 ? "odd" : "even");
}
