//===- OwnerKey.cpp - The key that changes who may open a model -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/OwnerKey.h"
#include "hwlock/Support/OpenSslOwned.h"
#include <algorithm>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>

using namespace hwlock;
using namespace hwlock::rt;

/// Not constant: OpenSSL's macro would cast that away.
static char curveName[] = "prime256v1";

using Context = OpenSslOwned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

static Error opensslFailed(const char *what) {
  ERR_clear_error();
  return environmentError(std::string("OpenSSL cannot ") + what);
}

static Error wrongKey(const std::string &path, const std::string &found) {
  return badInput("'" + path + "' holds " + found +
                      "; expected a key on the curve P-256",
                  "'openssl genpkey -algorithm EC -pkeyopt "
                  "ec_paramgen_curve:P-256' makes one");
}

static Result<void> checkCurve(const std::string &path, const PemKey &key) {
  if (!EVP_PKEY_is_a(key.get(), "EC"))
    return wrongKey(path, std::string("a key of type ") +
                              EVP_PKEY_get0_type_name(key.get()));
  char name[64];
  size_t length;
  if (EVP_PKEY_get_group_name(key.get(), name, sizeof name, &length) != 1) {
    ERR_clear_error();
    return wrongKey(path, "a key on a curve without a name");
  }
  if (std::string_view(name, length) != curveName)
    return wrongKey(path, "a key on the curve " + std::string(name, length));
  return {};
}

/// What OpenSSL checks of a point, and of a private key that belongs to one.
static Result<void> checkNumbers(const std::string &path, const PemKey &key,
                                 bool isPrivate) {
  Context context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  if (!context)
    return opensslFailed("check a key");
  int valid = isPrivate ? EVP_PKEY_check(context.get())
                        : EVP_PKEY_public_check(context.get());
  ERR_clear_error();
  if (valid != 1)
    return badInput("the key in '" + path +
                    "' is not valid: its numbers do "
                    "not belong together");
  return {};
}

/// One identifier for each key, however the file spells the point.
static Result<KeyId> canonicalId(const PemKey &key) {
  if (EVP_PKEY_set_utf8_string_param(key.get(),
                                     OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
                                     "uncompressed") != 1 ||
      EVP_PKEY_set_utf8_string_param(key.get(), OSSL_PKEY_PARAM_EC_ENCODING,
                                     OSSL_PKEY_EC_ENCODING_GROUP) != 1)
    return opensslFailed("encode a public key");
  return keyIdOf(key);
}

template <typename Key>
static Result<Key> checkedKey(const std::string &path, Result<PemKey> read,
                              bool isPrivate) {
  if (!read)
    return read.error();
  if (auto curve = checkCurve(path, *read); !curve)
    return curve.error();
  if (auto numbers = checkNumbers(path, *read, isPrivate); !numbers)
    return numbers.error();
  auto id = canonicalId(*read);
  if (!id)
    return id.error();
  return Key{std::move(*read), *id};
}

Result<OwnerPublicKey> rt::readOwnerPublicKey(const std::string &path) {
  return checkedKey<OwnerPublicKey>(path, readPublicPem(path), false);
}

Result<OwnerPrivateKey>
rt::readOwnerPrivateKey(const std::string &path,
                        const std::string &passphraseFile) {
  return checkedKey<OwnerPrivateKey>(path, readPrivatePem(path, passphraseFile),
                                     true);
}

/// An uncompressed point on P-256 as a key; nothing if it is not one.
static PemKey keyOfPoint(std::span<const uint8_t> point) {
  char group[] = "prime256v1";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      // OpenSSL only reads it.
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
                                        const_cast<uint8_t *>(point.data()),
                                        point.size()),
      OSSL_PARAM_construct_end()};
  Context context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY *key = nullptr;
  bool made = context && point.size() == ownerPointBytes &&
              point[0] == POINT_CONVERSION_UNCOMPRESSED &&
              EVP_PKEY_fromdata_init(context.get()) == 1 &&
              EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY,
                                parameters) == 1;
  ERR_clear_error();
  return PemKey(made ? key : nullptr);
}

static Result<std::array<uint8_t, ownerPointBytes>> pointOf(const PemKey &key) {
  std::array<uint8_t, ownerPointBytes> point;
  size_t size = 0;
  if (EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                      point.data(), point.size(), &size) != 1 ||
      size != point.size())
    return opensslFailed("encode a point");
  return point;
}

Result<OwnerPublicKey> rt::publicHalf(const OwnerPrivateKey &key) {
  auto point = pointOf(key.key);
  if (!point)
    return point.error();
  PemKey half = keyOfPoint(*point);
  if (!half)
    return opensslFailed("decode a point");
  return OwnerPublicKey{std::move(half), key.id};
}

/// x coordinate of the shared point. OpenSSL checks `theirs` first.
static Result<SecretBuffer> agree(const PemKey &mine, const PemKey &theirs) {
  Context context(EVP_PKEY_CTX_new_from_pkey(nullptr, mine.get(), nullptr));
  SecretBuffer secret(ownerSecretBytes);
  size_t size = secret.size();
  if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
      EVP_PKEY_derive_set_peer(context.get(), theirs.get()) != 1 ||
      EVP_PKEY_derive(context.get(), secret.data(), &size) != 1 ||
      size != secret.size())
    return opensslFailed("agree on a secret with P-256");
  return secret;
}

Result<BoundItem> rt::bindOwner(const OwnerPublicKey &owner) {
  PemKey ephemeral(EVP_EC_gen(curveName));
  if (!ephemeral)
    return opensslFailed("make a key on P-256");
  auto point = pointOf(ephemeral);
  if (!point)
    return point.error();
  auto secret = agree(ephemeral, owner.key);
  if (!secret)
    return secret.error();
  BoundItem item;
  item.binding.assign(owner.id.begin(), owner.id.end());
  item.binding.insert(item.binding.end(), point->begin(), point->end());
  item.secret = std::move(*secret);
  return item;
}

Result<SecretBuffer> rt::ownerSecret(std::span<const uint8_t> item,
                                     const OwnerPrivateKey &owner) {
  if (item.size() != ownerItemBytes)
    return badInput("an owner slot stores " + std::to_string(item.size()) +
                    " bytes; expected " + std::to_string(ownerItemBytes));
  KeyId id;
  std::copy_n(item.begin(), id.size(), id.begin());
  if (id != owner.id)
    return Error{Status::NotAuthorised,
                 "the owner of this model has the key " + shortName(id) +
                     "...; the one given is " + shortName(owner.id) + "...",
                 ""};
  PemKey ephemeral = keyOfPoint(item.subspan(id.size()));
  if (!ephemeral)
    return badInput("an owner slot stores a point that is not on P-256",
                    "the locked file is damaged; get a fresh copy");
  return agree(owner.key, ephemeral);
}
