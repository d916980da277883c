//===- WeightCipher.cpp - Encrypt one weight, chunk by chunk --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "WeightCipher.h"
#include "LockKeys.h"
#include "Parallel.h"
#include "hwlock/Support/ByteStream.h"
#include "hwlock/Support/OpenSslOwned.h"
#include <algorithm>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

using Context = OpenSslOwned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

/// Room for the longest; AES-128 takes the first half.
using WeightKey = SecretBytes<32>;
using Nonce = std::array<uint8_t, 12>;

} // namespace

static Nonce nonceOf(uint64_t chunk) {
  Nonce nonce{};
  for (size_t i = 0; i < 8; ++i)
    nonce[4 + i] = static_cast<uint8_t>(chunk >> (56 - 8 * i));
  return nonce;
}

static bool start(EVP_CIPHER_CTX *context, const EVP_CIPHER *cipher,
                  const WeightKey &key) {
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

/// A tag where no cipher makes one; `sealed` may be `plain`.
static bool copyChunk(const WeightKey &key, bool tagged, Bytes associated,
                      Bytes plain, uint8_t *sealed, uint8_t *tag) {
  if (plain.data() != sealed)
    std::ranges::copy(plain, sealed);
  if (!tagged)
    return true;
  std::vector<uint8_t> message(associated.begin(), associated.end());
  message.insert(message.end(), plain.begin(), plain.end());
  uint8_t mac[layout::macBytes];
  if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
            message.data(), message.size(), mac, nullptr))
    return false;
  std::copy_n(mac, layout::tagBytes, tag);
  return true;
}

namespace {

/// What the chunks of one weight share.
struct Weight {
  bool tagged;
  uint32_t keyBytes;
  WeightKey key;
  /// Associated data before and after the number of the chunk.
  ByteWriter before, after;
  Bytes plain;
  std::span<uint8_t> sealed;
  std::vector<uint8_t> tags;

  const EVP_CIPHER *cipher() const {
    if (keyBytes == 16)
      return tagged ? EVP_aes_128_gcm() : EVP_aes_128_ctr();
    return tagged ? EVP_aes_256_gcm() : EVP_aes_256_ctr();
  }
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

bool Weight::encrypt(uint64_t firstChunk, uint64_t endChunk) {
  Context context(EVP_CIPHER_CTX_new());
  if (keyBytes && !start(context.get(), cipher(), key))
    return false;
  for (uint64_t chunk = firstChunk; chunk < endChunk; ++chunk) {
    uint64_t offset = chunk * layout::chunkBytes;
    Bytes part = plain.subspan(
        offset, std::min<uint64_t>(layout::chunkBytes, plain.size() - offset));
    auto out = sealed.subspan(offset, part.size());
    populate(out);
    ByteWriter associated;
    associated.raw(before.view());
    associated.u64(chunk);
    associated.raw(after.view());
    uint8_t *tag = tagged ? tags.data() + chunk * layout::tagBytes : nullptr;
    bool done = keyBytes == 0 ? copyChunk(key, tagged, associated.view(), part,
                                          out.data(), tag)
                : tagged ? sealChunk(context.get(), chunk, associated.view(),
                                     part, out.data(), tag)
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
                  core::WeightChain chain, uint64_t clearBytes,
                  std::span<const uint8_t> inner, std::span<uint8_t> sealed) {
  Weight weight{policy == Policy::Error,
                chain.keyBytes,
                {},
                {},
                {},
                inner.subspan(clearBytes),
                sealed.subspan(clearBytes),
                {}};
  auto keyPart = weight.key.span().first(chain.keyBytes ? chain.keyBytes
                                                        : weight.key.size());
  if (auto result = hkdfExpand(dek.span(),
                               chain.keyBytes ? layout::labelMask
                                              : layout::labelShuffleTag,
                               id, keyPart);
      !result)
    return result.error();
  weight.before.raw(sha256(coreBytes));
  weight.before.raw(id);
  weight.after.u64(inner.size());
  if (clearBytes > 0) {
    weight.after.raw(sha256(inner.first(clearBytes)));
    std::ranges::copy(inner.first(clearBytes), sealed.begin());
  }
  const uint64_t chunks = layout::chunkCount(weight.plain.size());
  if (weight.tagged)
    weight.tags.resize(chunks * layout::tagBytes);
  /// Below, a thread costs more than it saves.
  constexpr uint64_t grain = 64;
  if (!inParallel(chunks, grain, [&](uint64_t first, uint64_t end) {
        return weight.encrypt(first, end);
      }))
    return environmentError("OpenSSL cannot encrypt with AES");
  return std::move(weight.tags);
}
