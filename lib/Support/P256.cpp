//===- P256.cpp - Agreement on a secret with P-256 ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/P256.h"
#include "hwlock/Support/OpenSslOwned.h"
#include <algorithm>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/params.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

using Key = OpenSslOwned<EVP_PKEY, EVP_PKEY_free>;
using KeyContext = OpenSslOwned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Group = OpenSslOwned<EC_GROUP, EC_GROUP_free>;
using GroupPoint = OpenSslOwned<EC_POINT, EC_POINT_free>;
using SecretNumber = OpenSslOwned<BIGNUM, BN_clear_free>;

/// SEC 1: an uncompressed point begins with this.
constexpr uint8_t uncompressed = 0x04;
using EncodedPoint = std::array<uint8_t, 1 + sizeof(CurvePoint)>;

/// Not constant: OpenSSL's macro would cast that away.
char curveName[] = "prime256v1";

} // namespace

static Error opensslFailed() {
  ERR_clear_error();
  return environmentError("OpenSSL cannot agree on a secret with P-256");
}

static KeyContext contextOf(EVP_PKEY *key) {
  return KeyContext(key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr)
                        : nullptr);
}

std::optional<CurvePoint> rt::curvePointOf(const EVP_PKEY *key) {
  char name[32];
  EncodedPoint encoded;
  size_t length = 0;
  bool fits = EVP_PKEY_is_a(key, "EC") &&
              EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME,
                                             name, sizeof name, nullptr) == 1 &&
              std::string_view(name) == curveName &&
              EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY,
                                              encoded.data(), encoded.size(),
                                              &length) == 1 &&
              length == encoded.size() && encoded[0] == uncompressed;
  ERR_clear_error();
  if (!fits)
    return std::nullopt;
  CurvePoint point;
  std::copy(encoded.begin() + 1, encoded.end(), point.begin());
  return point;
}

/// The key at `encoded`, with its private half in the order of the machine if
/// one is given. Null on failure.
static Key keyOf(EncodedPoint &encoded, std::span<uint8_t> privateHalf) {
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curveName,
                                       0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, encoded.data(),
                                        encoded.size()),
      privateHalf.empty()
          ? OSSL_PARAM_construct_end()
          : OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY,
                                    privateHalf.data(), privateHalf.size()),
      OSSL_PARAM_construct_end()};
  KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY *key = nullptr;
  if (context && EVP_PKEY_fromdata_init(context.get()) == 1)
    EVP_PKEY_fromdata(context.get(), &key,
                      privateHalf.empty() ? EVP_PKEY_PUBLIC_KEY
                                          : EVP_PKEY_KEYPAIR,
                      parameters);
  return Key(key);
}

/// The public key at `point`, which is checked; null if it is none.
static Key keyAt(const CurvePoint &point) {
  EncodedPoint encoded = {uncompressed};
  std::ranges::copy(point, encoded.begin() + 1);
  Key key = keyOf(encoded, {});
  KeyContext check = contextOf(key.get());
  bool valid = check && EVP_PKEY_public_check(check.get()) == 1;
  ERR_clear_error();
  return valid ? std::move(key) : nullptr;
}

Result<SecretBuffer> rt::agree(EVP_PKEY *mine, const CurvePoint &theirs) {
  Key peer = keyAt(theirs);
  if (!peer)
    return badInput("the public key is not a point of P-256");
  KeyContext context = contextOf(mine);
  SecretBuffer shared(coordinateBytes);
  size_t length = shared.size();
  if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
      EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
      EVP_PKEY_derive(context.get(), shared.data(), &length) != 1 ||
      length != shared.size())
    return opensslFailed();
  return shared;
}

/// A number from 1 to the group's order minus 1, each as likely as the others:
/// candidates are drawn until one is (FIPS 186-5, A.2.2; SP 800-56A rev. 3,
/// 5.6.1.2.2).
static Result<SecretNumber> drawScalar(const EC_GROUP *group,
                                       KeyProvider &keys) {
  // One candidate in 2^32 fails: so many in a row are not chance.
  constexpr int attempts = 8;
  SecretNumber scalar(BN_secure_new());
  for (int i = 0; i < attempts; ++i) {
    SecretBytes<coordinateBytes> candidate;
    if (auto drawn = keys.fill(candidate.span()); !drawn)
      return drawn.error();
    if (!scalar ||
        !BN_bin2bn(candidate.data(), int(candidate.size()), scalar.get()))
      return opensslFailed();
    if (!BN_is_zero(scalar.get()) &&
        BN_cmp(scalar.get(), EC_GROUP_get0_order(group)) < 0)
      return scalar;
  }
  return environmentError("the random numbers for a key on P-256 are not "
                          "random: " +
                          std::to_string(attempts) +
                          " in a row are out of range");
}

static Result<Key> drawKey(KeyProvider &keys) {
  Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  if (!group)
    return opensslFailed();
  auto scalar = drawScalar(group.get(), keys);
  if (!scalar)
    return scalar.error();
  BN_set_flags(scalar->get(), BN_FLG_CONSTTIME);
  GroupPoint product(EC_POINT_new(group.get()));
  EncodedPoint encoded;
  SecretBytes<coordinateBytes> native;
  if (!product ||
      EC_POINT_mul(group.get(), product.get(), scalar->get(), nullptr, nullptr,
                   nullptr) != 1 ||
      EC_POINT_point2oct(group.get(), product.get(),
                         POINT_CONVERSION_UNCOMPRESSED, encoded.data(),
                         encoded.size(), nullptr) != encoded.size() ||
      BN_bn2nativepad(scalar->get(), native.data(), int(native.size())) < 0)
    return opensslFailed();
  Key key = keyOf(encoded, native.span());
  if (!key)
    return opensslFailed();
  return key;
}

Result<Agreement> rt::agreeWith(const CurvePoint &theirs, KeyProvider &keys) {
  auto mine = drawKey(keys);
  if (!mine)
    return mine.error();
  auto point = curvePointOf(mine->get());
  if (!point)
    return opensslFailed();
  auto shared = agree(mine->get(), theirs);
  if (!shared)
    return shared.error();
  return Agreement{*point, std::move(*shared)};
}
