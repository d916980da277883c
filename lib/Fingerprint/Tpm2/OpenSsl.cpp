//===- OpenSsl.cpp - Public keys and P-256 with OpenSSL -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "OpenSsl.h"
#include <algorithm>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

/// SEC 1: an uncompressed point begins with this.
static constexpr uint8_t uncompressed = 0x04;
/// Not constant: OpenSSL's macro would cast that away.
static char curveName[] = "prime256v1";

std::optional<Point> tpm2::curvePointOf(const EVP_PKEY *key) {
  char name[32];
  uint8_t encoded[1 + sizeof(Point)];
  size_t length = 0;
  if (!EVP_PKEY_is_a(key, "EC") ||
      EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, name,
                                     sizeof name, nullptr) != 1 ||
      std::string_view(name) != curveName ||
      EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, encoded,
                                      sizeof encoded, &length) != 1 ||
      length != sizeof encoded || encoded[0] != uncompressed)
    return std::nullopt;
  Point point;
  std::copy_n(encoded + 1, point.size(), point.begin());
  return point;
}

static OwnedKey publicKey(const char *type, OSSL_PARAM *parameters) {
  OwnedKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY *key = nullptr;
  if (context && EVP_PKEY_fromdata_init(context.get()) == 1)
    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters);
  return OwnedKey(key);
}

OwnedKey tpm2::rsaKey(Bytes modulus) {
  // OSSL_PARAM has numbers in the order of the machine.
  std::vector<uint8_t> number(modulus.rbegin(), modulus.rend());
  unsigned exponent = RSA_F4;
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, number.data(),
                              number.size()),
      OSSL_PARAM_construct_uint(OSSL_PKEY_PARAM_RSA_E, &exponent),
      OSSL_PARAM_construct_end()};
  return publicKey("RSA", parameters);
}

/// The public key at `point`, which is checked; null if it is none.
static OwnedKey keyAt(const Point &point) {
  uint8_t encoded[1 + sizeof(Point)] = {uncompressed};
  std::copy(point.begin(), point.end(), encoded + 1);
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curveName,
                                       0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, encoded,
                                        sizeof encoded),
      OSSL_PARAM_construct_end()};
  OwnedKey key = publicKey("EC", parameters);
  OwnedKeyContext check(
      key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr);
  if (!check || EVP_PKEY_public_check(check.get()) != 1)
    return nullptr;
  return key;
}

Result<Agreement> tpm2::agreeWith(const Point &theirs) {
  OwnedKey peer = keyAt(theirs);
  if (!peer)
    return badInput("the public key is not a point of P-256");
  OwnedKey mine(EVP_EC_gen(curveName));
  OwnedKeyContext context(
      mine ? EVP_PKEY_CTX_new_from_pkey(nullptr, mine.get(), nullptr)
           : nullptr);
  Agreement result{{}, SecretBuffer(coordinateBytes)};
  size_t length = coordinateBytes;
  std::optional<Point> point = mine ? curvePointOf(mine.get()) : std::nullopt;
  if (!point || !context || EVP_PKEY_derive_init(context.get()) != 1 ||
      EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
      EVP_PKEY_derive(context.get(), result.shared.data(), &length) != 1 ||
      length != coordinateBytes)
    return environmentError("OpenSSL cannot agree on a key of P-256");
  result.ephemeral = *point;
  return result;
}
