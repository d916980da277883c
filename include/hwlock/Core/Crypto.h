//===- Crypto.h - Cryptography without a C library ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What runs inside a compiled model, where there is no OpenSSL. Every function
// is tested against OpenSSL and published vectors. No secret-indexed table and
// no secret-dependent branch.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_CRYPTO_H
#define HWLOCK_CORE_CRYPTO_H

#include <stdint.h>

namespace hwlock::core {

/// SHA-256 (FIPS 180-4), incremental.
struct Sha256 {
  uint32_t state[8];
  uint8_t block[64];
  uint64_t length;
};
void sha256Init(Sha256 &context);
void sha256Update(Sha256 &context, const uint8_t *data, uint64_t size);
/// Writes 32 bytes and wipes `context`.
void sha256Final(Sha256 &context, uint8_t *digest);

/// HMAC-SHA256 (RFC 2104), incremental.
struct Hmac {
  Sha256 inner, outer;
};
void hmacInit(Hmac &context, const uint8_t *key, uint64_t keySize);
void hmacUpdate(Hmac &context, const uint8_t *data, uint64_t size);
/// Writes 32 bytes and wipes `context`.
void hmacFinal(Hmac &context, uint8_t *mac);

/// HKDF-SHA256 (RFC 5869). `size` is at most 255 * 32; info is given in two
/// parts, as all labels of VaultLayout.h have a variable tail.
void hkdfExtract(const uint8_t *salt, uint64_t saltSize, const uint8_t *ikm,
                 uint64_t ikmSize, uint8_t *prk);
void hkdfExpand(const uint8_t *prk, const uint8_t *label, uint64_t labelSize,
                const uint8_t *tail, uint64_t tailSize, uint8_t *out,
                uint64_t size);

/// True if equal; time depends on `size` only.
bool constantTimeEqual(const uint8_t *a, const uint8_t *b, uint64_t size);

/// How AES is computed.
enum class AesLevel : uint8_t {
  Portable = 0,
  AesNi = 1,
  Vaes256 = 2,
  Vaes512 = 3,
  /// The crypto extension of AArch64: AES and PMULL.
  ArmCrypto = 4
};
/// The best that this CPU and system support.
AesLevel aesLevel();
/// True if this CPU can run `level`.
bool aesLevelSupported(AesLevel level);

/// Key schedule of AES (FIPS 197) in the byte order of the standard: 10 rounds
/// with a key of 128 bits, 14 with one of 256. The first key comes before them.
struct AesKey {
  alignas(16) uint8_t roundKeys[15][16];
  uint32_t rounds;
};
/// `level` must be supported; all levels give the same schedule. `keyBytes` is
/// 16 or 32.
void aesExpandKey(AesLevel level, const uint8_t *key, uint32_t keyBytes,
                  AesKey &out);

/// out = in xor AES-CTR keystream. Counter blocks are `nonce` (12 bytes)
/// followed by a 32-bit big-endian counter that starts at `counter`. in == out
/// is allowed; other overlaps are not.
void aesCtr(AesLevel level, const AesKey &key, const uint8_t *nonce,
            uint32_t counter, const uint8_t *in, uint8_t *out, uint64_t size);

/// Decrypts AES-GCM (NIST SP 800-38D, 96-bit nonce): writes the plaintext and
/// the 16 bytes of the tag that associated data and ciphertext have. The caller
/// compares the tag, and wipes `plain` if it is wrong. What was hashed is what
/// was decrypted, even if `sealed` changes meanwhile. `sealed` and `plain` may
/// be the same; other overlaps are not allowed.
void gcmDecrypt(AesLevel level, const AesKey &key, const uint8_t *nonce,
                const uint8_t *aad, uint64_t aadSize, const uint8_t *sealed,
                uint8_t *plain, uint64_t size, uint8_t *tag);

} // namespace hwlock::core

#endif // HWLOCK_CORE_CRYPTO_H
