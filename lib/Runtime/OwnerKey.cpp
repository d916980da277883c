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

static constexpr std::string_view curveName = "prime256v1";
/// SEC 1: an uncompressed point begins with this.
static constexpr uint8_t uncompressed = 0x04;

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

/// A key and the identifier of its public half.
static Result<OwnerPrivateKey> checkedKey(const std::string &path,
                                          Result<PemKey> read, bool isPrivate) {
  if (!read)
    return read.error();
  if (auto curve = checkCurve(path, *read); !curve)
    return curve.error();
  if (auto numbers = checkNumbers(path, *read, isPrivate); !numbers)
    return numbers.error();
  auto id = canonicalId(*read);
  if (!id)
    return id.error();
  return OwnerPrivateKey{std::move(*read), *id};
}

Result<OwnerPublicKey> rt::readOwnerPublicKey(const std::string &path) {
  auto key = checkedKey(path, readPublicPem(path), false);
  if (!key)
    return key.error();
  return publicHalf(*key);
}

Result<OwnerPrivateKey>
rt::readOwnerPrivateKey(const std::string &path,
                        const std::string &passphraseFile) {
  return checkedKey(path, readPrivatePem(path, passphraseFile), true);
}

Result<OwnerPublicKey> rt::publicHalf(const OwnerPrivateKey &key) {
  auto point = curvePointOf(key.key.get());
  if (!point)
    return opensslFailed("encode a point");
  return OwnerPublicKey{*point, key.id};
}

Result<BoundItem> rt::bindOwner(const OwnerPublicKey &owner,
                                KeyProvider &keys) {
  auto agreement = agreeWith(owner.point, keys);
  if (!agreement)
    return agreement.error();
  BoundItem item;
  item.binding.assign(owner.id.begin(), owner.id.end());
  item.binding.push_back(uncompressed);
  item.binding.insert(item.binding.end(), agreement->ephemeral.begin(),
                      agreement->ephemeral.end());
  item.secret = std::move(agreement->shared);
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
  CurvePoint ephemeral;
  std::copy_n(item.end() - sizeof ephemeral, sizeof ephemeral,
              ephemeral.begin());
  auto secret = agree(owner.key.get(), ephemeral);
  bool isPoint = item[id.size()] == uncompressed &&
                 (secret || secret.error().status != Status::BadInput);
  if (!isPoint)
    return badInput("an owner slot stores a point that is not on P-256",
                    "the locked file is damaged; get a fresh copy");
  return secret;
}
