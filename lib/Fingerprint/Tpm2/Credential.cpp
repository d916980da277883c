//===- Credential.cpp - A secret for one key in one TPM -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TPM 2.0 Library, part 1: 11.4.10 (KDFa, KDFe), 24 (credentials), B.10.4 and
// C.6.4 (seeds under RSA and on a curve).
//===----------------------------------------------------------------------===//
#include "Credential.h"
#include "OpenSsl.h"
#include "WireWriter.h"
#include <algorithm>
#include <openssl/core_names.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

namespace {

using Seed = SecretBytes<32>;

constexpr std::string_view identityLabel = "IDENTITY";

struct SharedSeed {
  Seed seed;
  /// For the TPM alone.
  std::vector<uint8_t> encrypted;
};

} // namespace

static Error opensslError(const char *what) {
  return environmentError(std::string("OpenSSL cannot ") + what);
}

/// KDFa of up to 256 bits.
static bool deriveFromSeed(const Seed &seed, std::string_view label,
                           Bytes context, std::span<uint8_t> out) {
  WireWriter message;
  message.u32(1); // the only block
  message.label(label);
  message.raw(context);
  message.u32(static_cast<uint32_t>(out.size() * 8));
  SecretBytes<32> block;
  if (!HMAC(EVP_sha256(), seed.data(), seed.size(), message.view().data(),
            message.view().size(), block.data(), nullptr))
    return false;
  std::copy_n(block.data(), out.size(), out.data());
  return true;
}

/// KDFe of 256 bits: a seed of what two keys agreed on.
static Seed deriveFromAgreement(const SecretBuffer &shared, Bytes parties) {
  const uint8_t counter[4] = {0, 0, 0, 1};
  SecretBuffer message(sizeof counter + shared.size() + parties.size());
  uint8_t *end = std::copy_n(counter, sizeof counter, message.data());
  end = std::copy_n(shared.data(), shared.size(), end);
  std::copy(parties.begin(), parties.end(), end);
  Seed seed;
  ::SHA256(message.data(), message.size(), seed.data());
  return seed;
}

static Result<SharedSeed> seedForCurve(Bytes endorsement, KeyProvider &keys) {
  Point theirs;
  std::copy(endorsement.begin(), endorsement.end(), theirs.begin());
  auto agreement = agreeWith(theirs, keys);
  if (!agreement)
    return agreement.error();
  Bytes mine = agreement->ephemeral;
  WireWriter parties, point;
  parties.label(identityLabel);
  parties.raw(mine.first(coordinateBytes));
  parties.raw(endorsement.first(coordinateBytes));
  point.sized(mine.first(coordinateBytes));
  point.sized(mine.subspan(coordinateBytes));
  return SharedSeed{deriveFromAgreement(agreement->shared, parties.view()),
                    point.release()};
}

static Result<SharedSeed> seedForRsa(Bytes modulus, KeyProvider &keys) {
  OwnedKey key = rsaKey(modulus);
  OwnedKeyContext context(
      key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr);
  WireWriter label;
  label.label(identityLabel);
  char padding[] = OSSL_PKEY_RSA_PAD_MODE_OAEP, digest[] = "SHA256";
  std::vector<uint8_t> labelBytes = label.release();
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_ASYM_CIPHER_PARAM_PAD_MODE, padding,
                                       0),
      OSSL_PARAM_construct_utf8_string(OSSL_ASYM_CIPHER_PARAM_OAEP_DIGEST,
                                       digest, 0),
      OSSL_PARAM_construct_octet_string(OSSL_ASYM_CIPHER_PARAM_OAEP_LABEL,
                                        labelBytes.data(), labelBytes.size()),
      OSSL_PARAM_construct_end()};
  SharedSeed result;
  if (auto drawn = keys.fill(result.seed.span()); !drawn)
    return drawn.error();
  result.encrypted.resize(rsaSeedBytes);
  size_t length = rsaSeedBytes;
  if (!context || EVP_PKEY_encrypt_init_ex(context.get(), parameters) != 1 ||
      EVP_PKEY_encrypt(context.get(), result.encrypted.data(), &length,
                       result.seed.data(), result.seed.size()) != 1 ||
      length != rsaSeedBytes)
    return opensslError("encrypt with RSA");
  return result;
}

/// A TPM2B with `secret`, encrypted as a whole with AES-128 in CFB mode.
static bool encryptSecret(const Seed &seed, const Name &name,
                          const SecretBuffer &secret, std::span<uint8_t> out) {
  SecretBytes<16> key;
  SecretBytes<2 + credentialSecretBytes> plain;
  const uint8_t zeros[16] = {};
  plain.data()[1] = credentialSecretBytes;
  std::copy_n(secret.data(), credentialSecretBytes, plain.data() + 2);
  OwnedCipher cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  return deriveFromSeed(seed, "STORAGE", name, key.span()) && cipher &&
         EVP_EncryptInit_ex2(cipher.get(), EVP_aes_128_cfb128(), key.data(),
                             zeros, nullptr) == 1 &&
         EVP_EncryptUpdate(cipher.get(), out.data(), &length, plain.data(),
                           int(plain.size())) == 1 &&
         length == int(out.size());
}

/// Authenticates `encrypted` and binds it to `name`.
static bool authenticate(const Seed &seed, const Name &name, Bytes encrypted,
                         uint8_t *out) {
  SecretBytes<32> key;
  WireWriter message;
  message.raw(encrypted);
  message.raw(name);
  return deriveFromSeed(seed, "INTEGRITY", {}, key.span()) &&
         HMAC(EVP_sha256(), key.data(), int(key.size()), message.view().data(),
              message.view().size(), out, nullptr);
}

Result<Credential> tpm2::makeCredential(Bytes endorsement, const Name &name,
                                        KeyProvider &keys) {
  auto seed = endorsement.size() == modulusBytes
                  ? seedForRsa(endorsement, keys)
                  : seedForCurve(endorsement, keys);
  if (!seed)
    return seed.error();
  Credential result{{nameOf(endorsementArea(endorsement)), {}, {}},
                    SecretBuffer(credentialSecretBytes)};
  if (auto drawn = keys.fill(result.secret.span()); !drawn)
    return drawn.error();
  auto &blob = result.challenge.credential;
  constexpr size_t macEnd = 2 + 32;
  std::span<uint8_t> encrypted = std::span(blob).subspan(macEnd);
  blob[1] = 32;
  if (!encryptSecret(seed->seed, name, result.secret, encrypted) ||
      !authenticate(seed->seed, name, encrypted, blob.data() + 2))
    return opensslError("make a credential");
  result.challenge.seed = std::move(seed->encrypted);
  return result;
}
