//===- LockKeys.cpp - Key derivation with OpenSSL -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "LockKeys.h"
#include "hwlock/Support/OpenSslOwned.h"
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/sha.h>

using namespace hwlock;
using namespace hwlock::rt;

static OSSL_PARAM octets(const char *name, Bytes bytes) {
  // OpenSSL only reads it.
  return OSSL_PARAM_construct_octet_string(
      name, const_cast<uint8_t *>(bytes.data()), bytes.size());
}

static Result<void> runHkdf(int mode, Bytes salt, Bytes key,
                            std::string_view label, Bytes tail,
                            std::span<uint8_t> out) {
  std::vector<uint8_t> info(label.begin(), label.end());
  info.insert(info.end(), tail.begin(), tail.end());
  char digest[] = "SHA256";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode),
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      octets(OSSL_KDF_PARAM_KEY, key),
      octets(OSSL_KDF_PARAM_INFO, info),
      salt.empty() ? OSSL_PARAM_construct_end()
                   : octets(OSSL_KDF_PARAM_SALT, salt),
      OSSL_PARAM_construct_end(),
  };
  OpenSslOwned<EVP_KDF, EVP_KDF_free> kdf(
      EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  OpenSslOwned<EVP_KDF_CTX, EVP_KDF_CTX_free> context(
      kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
  if (context &&
      EVP_KDF_derive(context.get(), out.data(), out.size(), parameters) == 1)
    return {};
  return environmentError("OpenSSL cannot compute HKDF-SHA256");
}

Result<void> rt::hkdf(Bytes salt, Bytes ikm, std::string_view label, Bytes tail,
                      std::span<uint8_t> out) {
  return runHkdf(EVP_KDF_HKDF_MODE_EXTRACT_AND_EXPAND, salt, ikm, label, tail,
                 out);
}

Result<void> rt::hkdfExpand(Bytes key, std::string_view label, Bytes tail,
                            std::span<uint8_t> out) {
  return runHkdf(EVP_KDF_HKDF_MODE_EXPAND_ONLY, {}, key, label, tail, out);
}

Result<std::array<uint8_t, 32>>
rt::derivedMac(Bytes key, std::string_view label, Bytes first, Bytes second) {
  SecretBytes<32> macKey;
  if (auto result = hkdfExpand(key, label, {}, macKey.span()); !result)
    return result.error();
  std::vector<uint8_t> message(first.begin(), first.end());
  message.insert(message.end(), second.begin(), second.end());
  std::array<uint8_t, 32> mac;
  if (!HMAC(EVP_sha256(), macKey.data(), macKey.size(), message.data(),
            message.size(), mac.data(), nullptr))
    return environmentError("OpenSSL cannot compute HMAC-SHA256");
  return mac;
}

std::array<uint8_t, 32> rt::sha256(Bytes bytes) {
  std::array<uint8_t, 32> digest;
  ::SHA256(bytes.data(), bytes.size(), digest.data());
  return digest;
}
