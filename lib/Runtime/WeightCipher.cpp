//===- WeightCipher.cpp - Encrypt one weight, chunk by chunk --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "WeightCipher.h"
#include "LockKeys.h"
#include "Parallel.h"
#include "hwlock/Support/ByteStream.h"
#include <algorithm>
#include <memory>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

struct Free {
  void operator()(EVP_CIPHER_CTX *context) const {
    EVP_CIPHER_CTX_free(context);
  }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, Free>;

using Nonce = std::array<uint8_t, 12>;

} // namespace

static Nonce nonceOf(uint64_t chunk) {
  Nonce nonce{};
  for (size_t i = 0; i < 8; ++i)
    nonce[4 + i] = static_cast<uint8_t>(chunk >> (56 - 8 * i));
  return nonce;
}

static bool start(EVP_CIPHER_CTX *context, const EVP_CIPHER *cipher,
                  const SecretBuffer &key) {
  return context &&
         EVP_EncryptInit_ex(context, cipher, nullptr, key.data(), nullptr) == 1;
}

/// AES-CTR as GCM does it: counter 1 is left out, since it would make the tag.
static bool maskChunk(EVP_CIPHER_CTX *context, uint64_t chunk, Bytes plain,
                      uint8_t *sealed) {
  uint8_t block[16] = {};
  Nonce nonce = nonceOf(chunk);
  std::copy(nonce.begin(), nonce.end(), block);
  block[15] = 2;
  int written = 0;
  return EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, block) == 1 &&
         EVP_EncryptUpdate(context, sealed, &written, plain.data(),
                           static_cast<int>(plain.size())) == 1;
}

static bool sealChunk(EVP_CIPHER_CTX *context, uint64_t chunk, Bytes associated,
                      Bytes plain, uint8_t *sealed, uint8_t *tag) {
  Nonce nonce = nonceOf(chunk);
  int written = 0;
  return EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) ==
             1 &&
         EVP_EncryptUpdate(context, nullptr, &written, associated.data(),
                           static_cast<int>(associated.size())) == 1 &&
         EVP_EncryptUpdate(context, sealed, &written, plain.data(),
                           static_cast<int>(plain.size())) == 1 &&
         EVP_EncryptFinal_ex(context, sealed + written, &written) == 1 &&
         EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, layout::tagBytes,
                             tag) == 1;
}

namespace {

/// What the chunks of one weight share.
struct Weight {
  SecretBuffer key;
  bool tagged;
  std::array<uint8_t, 32> coreHash;
  std::span<const uint8_t, layout::weightIdBytes> id;
  Bytes plain;
  std::span<uint8_t> sealed;
  std::vector<uint8_t> tags;

  bool encrypt(uint64_t firstChunk, uint64_t endChunk);
};

} // namespace

/// Asks for all pages of `memory` at once. In a private mapping each would
/// otherwise cost two faults, one for reading and one for the copy.
static void populate(std::span<uint8_t> memory) {
#ifdef MADV_POPULATE_WRITE
  static const long pageBytes = ::sysconf(_SC_PAGESIZE);
  uint64_t before = reinterpret_cast<uintptr_t>(memory.data()) % pageBytes;
  // A system that does not know it is slower, no more.
  (void)::madvise(memory.data() - before, memory.size() + before,
                  MADV_POPULATE_WRITE);
#endif
}

static const EVP_CIPHER *cipherOf(size_t keyBytes, bool tagged) {
  if (keyBytes == 32)
    return tagged ? EVP_aes_256_gcm() : EVP_aes_256_ctr();
  return tagged ? EVP_aes_128_gcm() : EVP_aes_128_ctr();
}

bool Weight::encrypt(uint64_t firstChunk, uint64_t endChunk) {
  Context context(EVP_CIPHER_CTX_new());
  if (!start(context.get(), cipherOf(key.size(), tagged), key))
    return false;
  for (uint64_t chunk = firstChunk; chunk < endChunk; ++chunk) {
    uint64_t offset = chunk * layout::chunkBytes;
    Bytes part = plain.subspan(
        offset, std::min<uint64_t>(layout::chunkBytes, plain.size() - offset));
    auto out = sealed.subspan(offset, part.size());
    populate(out);
    ByteWriter associated;
    associated.raw(coreHash);
    associated.raw(id);
    associated.u64(chunk);
    associated.u64(plain.size());
    bool done =
        tagged ? sealChunk(context.get(), chunk, associated.view(), part,
                           out.data(), tags.data() + chunk * layout::tagBytes)
               : maskChunk(context.get(), chunk, part, out.data());
    if (!done)
      return false;
  }
  return true;
}

Result<std::vector<uint8_t>>
rt::encryptWeight(Policy policy, std::span<const uint8_t> coreBytes,
                  const SecretBytes<layout::keyBytes> &dek,
                  std::span<const uint8_t, layout::weightIdBytes> id,
                  size_t keyBytes, std::span<const uint8_t> plain,
                  std::span<uint8_t> sealed) {
  Weight weight{SecretBuffer(keyBytes),
                policy == Policy::Error,
                sha256(coreBytes),
                id,
                plain,
                sealed,
                {}};
  if (auto result =
          hkdfExpand(dek.span(), layout::labelMask, id, weight.key.span());
      !result)
    return result.error();
  if (weight.tagged)
    weight.tags.resize(layout::chunkCount(plain.size()) * layout::tagBytes);
  /// Below, a thread costs more than it saves.
  constexpr uint64_t grain = 64;
  if (!inParallel(layout::chunkCount(plain.size()), grain,
                  [&](uint64_t first, uint64_t end) {
                    return weight.encrypt(first, end);
                  }))
    return environmentError("OpenSSL cannot encrypt with AES");
  return std::move(weight.tags);
}
