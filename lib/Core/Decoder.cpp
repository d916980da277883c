//===- Decoder.cpp - Open a vault, unseal a weight ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/KeySchedule.h"
#include "hwlock/Core/OpenVault.h"
#include "hwlock/Core/Pause.h"
#include "hwlock/Support/Status.h"

using namespace hwlock;
using namespace hwlock::core;

int32_t hwlock_core_open(const uint8_t *vault, uint64_t vaultSize,
                         HwlockMeasureFn measure, void *context,
                         const HwlockHost *host, uint8_t *dek) {
  return openVault(vault, vaultSize, {measure, context, host, pauseFor}, dek);
}

namespace {

/// Everything that the chunks of one weight share.
struct WeightCipher {
  AesLevel level;
  AesKey key;
  /// SHA-256(core), weight id, chunk index, size.
  uint8_t associated[32 + layout::weightIdBytes + 16];
  /// Chunk index as 96-bit big endian.
  uint8_t nonce[12];
};

} // namespace

static constexpr uint32_t chunkIndexOffset = 32 + layout::weightIdBytes;
/// As in GCM, where counter 1 makes the tag.
static constexpr uint32_t firstDataCounter = 2;

static void storeLittleEndian(uint8_t *out, uint64_t value) {
  for (uint32_t i = 0; i < 8; ++i)
    out[i] = uint8_t(value >> (8 * i));
}

static bool isAes256(const WeightView &weight) {
  return weight.chain[0] == layout::transformationAes256;
}

static void startWeight(const VaultView &view, const WeightView &weight,
                        const uint8_t *dek, WeightCipher &cipher) {
  uint8_t key[32];
  uint32_t keyBytes = isAes256(weight) ? 32 : 16;
  deriveWeightKey(dek, weight.id, key, keyBytes);
  cipher.level = aesLevel();
  aesExpandKey(cipher.level, key, keyBytes, cipher.key);
  hwlock_core_wipe(key, sizeof key);
  Sha256 hash;
  sha256Init(hash);
  sha256Update(hash, view.bytes, layout::coreBytes);
  sha256Final(hash, cipher.associated);
  for (uint32_t i = 0; i < layout::weightIdBytes; ++i)
    cipher.associated[32 + i] = weight.id[i];
  storeLittleEndian(cipher.associated + chunkIndexOffset + 8,
                    weight.sealedSize);
}

static void startChunk(WeightCipher &cipher, uint64_t chunk) {
  storeLittleEndian(cipher.associated + chunkIndexOffset, chunk);
  for (uint32_t i = 0; i < 4; ++i)
    cipher.nonce[i] = 0;
  for (uint32_t i = 0; i < 8; ++i)
    cipher.nonce[4 + i] = uint8_t(chunk >> (56 - 8 * i));
}

/// Decrypts a chunk; false if its tag is wrong.
static bool openChunk(const WeightCipher &cipher, const uint8_t *sealed,
                      const uint8_t *tag, uint8_t *plain, uint64_t size) {
  uint8_t computed[layout::tagBytes];
  gcmDecrypt(cipher.level, cipher.key, cipher.nonce, cipher.associated,
             sizeof cipher.associated, sealed, plain, size, computed);
  bool matches = constantTimeEqual(computed, tag, sizeof computed);
  hwlock_core_wipe(computed, sizeof computed);
  return matches;
}

int32_t hwlock_core_unseal(const uint8_t *vault, uint64_t vaultSize,
                           const uint8_t *dek, uint32_t index,
                           const uint8_t *sealed, const uint8_t *tags,
                           uint8_t *plain, uint64_t size, uint8_t *scratch) {
  VaultView view;
  WeightView weight;
  uint32_t item;
  if (parseVault(vault, vaultSize, view, item) != VaultFault::None ||
      index >= view.weightCount ||
      readWeight(view, index, weight) != VaultFault::None ||
      weight.size != size ||
      (weight.chain[0] != layout::transformationAes128 && !isAes256(weight)))
    return int32_t(Status::BadInput);
  (void)scratch;

  WeightCipher cipher;
  startWeight(view, weight, dek, cipher);
  bool checked = view.policy == layout::policyError;
  Status status = Status::Ok;
  for (uint64_t chunk = 0; chunk < layout::chunkCount(size); ++chunk) {
    uint64_t offset = chunk * layout::chunkBytes;
    uint64_t length =
        size - offset < layout::chunkBytes ? size - offset : layout::chunkBytes;
    startChunk(cipher, chunk);
    if (!checked) {
      aesCtr(cipher.level, cipher.key, cipher.nonce, firstDataCounter,
             sealed + offset, plain + offset, length);
    } else if (!openChunk(cipher, sealed + offset,
                          tags + chunk * layout::tagBytes, plain + offset,
                          length)) {
      status = Status::Corrupt;
      break;
    }
  }
  hwlock_core_wipe(&cipher, sizeof cipher);
  if (status != Status::Ok)
    hwlock_core_wipe(plain, size);
  return int32_t(status);
}
