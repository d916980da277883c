//===- GarbageListing.cpp - Every byte of a garbage artefact by name ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "GarbageListing.h"
#include "hwlock/Runtime/PretransformEncoder.h"
#include "hwlock/Support/OpenSslOwned.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>
#include <openssl/sha.h>

using namespace hwlock;
using namespace hwlock::test;
using namespace hwlock::test::garbage;

static Bytes operator+(Bytes a, const Bytes &b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Bytes garbage::flatten(const Listing &listing) {
  Bytes all;
  for (const Part &part : listing)
    all.insert(all.end(), part.bytes.begin(), part.bytes.end());
  return all;
}

std::set<Kind> garbage::difference(const Listing &a, const Listing &b) {
  std::set<Kind> kinds;
  EXPECT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].kind, b[i].kind) << i;
    EXPECT_EQ(a[i].bytes.size(), b[i].bytes.size()) << i;
    if (a[i].bytes != b[i].bytes)
      kinds.insert(a[i].kind);
  }
  return kinds;
}

static Bytes little(uint64_t value, size_t bytes) {
  Bytes out;
  for (size_t i = 0; i < bytes; ++i)
    out.push_back(static_cast<uint8_t>(value >> 8 * i));
  return out;
}

//===----------------------------------------------------------------------===//
// Keys on P-256
//===----------------------------------------------------------------------===//

namespace {

using Group = rt::OpenSslOwned<EC_GROUP, EC_GROUP_free>;
using GroupPoint = rt::OpenSslOwned<EC_POINT, EC_POINT_free>;
using Number = rt::OpenSslOwned<BIGNUM, BN_clear_free>;

} // namespace

/// `scalar` times the point `times`, or the generator.
static CurvePoint multiply(const Bytes &scalar, const CurvePoint *times) {
  Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  GroupPoint base(EC_POINT_new(group.get())), out(EC_POINT_new(group.get()));
  Number number(BN_bin2bn(scalar.data(), int(scalar.size()), nullptr));
  uint8_t encoded[65] = {4};
  if (times) {
    std::ranges::copy(*times, encoded + 1);
    EXPECT_EQ(EC_POINT_oct2point(group.get(), base.get(), encoded,
                                 sizeof encoded, nullptr),
              1);
  }
  EXPECT_EQ(EC_POINT_mul(group.get(), out.get(), times ? nullptr : number.get(),
                         times ? base.get() : nullptr,
                         times ? number.get() : nullptr, nullptr),
            1);
  EXPECT_EQ(EC_POINT_point2oct(group.get(), out.get(),
                               POINT_CONVERSION_UNCOMPRESSED, encoded,
                               sizeof encoded, nullptr),
            sizeof encoded);
  CurvePoint point;
  std::copy_n(encoded + 1, point.size(), point.begin());
  return point;
}

Bytes garbage::privateKey(uint8_t byte) { return Bytes(32, byte); }

CurvePoint garbage::publicHalf(uint8_t privateByte) {
  return multiply(privateKey(privateByte), nullptr);
}

Bytes garbage::product(uint8_t privateByte, uint8_t otherByte) {
  CurvePoint other = publicHalf(otherByte);
  CurvePoint point = multiply(privateKey(privateByte), &other);
  return {point.begin(), point.begin() + 32};
}

std::array<uint8_t, 32> garbage::keyId(const CurvePoint &point) {
  // SubjectPublicKeyInfo of a P-256 key up to the point (RFC 5480).
  Bytes der = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
               0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
               0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};
  der.insert(der.end(), point.begin(), point.end());
  std::array<uint8_t, 32> digest;
  SHA256(der.data(), der.size(), digest.data());
  return digest;
}

//===----------------------------------------------------------------------===//
// Key derivation
//===----------------------------------------------------------------------===//

static Bytes hmac(const Bytes &key, const Bytes &message) {
  Bytes out(32);
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), message.data(),
       message.size(), out.data(), nullptr);
  return out;
}

static Bytes text(const char *label) {
  return Bytes(label, label + std::char_traits<char>::length(label));
}

/// One block of HKDF-Expand.
static Bytes expand(const Bytes &key, const Bytes &info) {
  return hmac(key, info + Bytes{1});
}

static Bytes masked(const Bytes &value, const Bytes &stream) {
  Bytes out = value;
  for (size_t i = 0; i < out.size(); ++i)
    out[i] ^= stream[i];
  return out;
}

//===----------------------------------------------------------------------===//
// Vault
//===----------------------------------------------------------------------===//

Bytes garbage::header(const Bytes &vaultId, uint8_t slots, uint8_t weights) {
  Bytes magic(std::begin(layout::vaultMagic), std::end(layout::vaultMagic));
  return magic + Bytes{layout::vaultVersion, 0, layout::policyGarbage, 0} +
         vaultId + little(slots, 4) + little(weights, 4);
}

Part garbage::slotHeader(const Bytes &id, uint8_t sources,
                         size_t bindingBytes) {
  // No probe, hence no helper data.
  return {Kind::Public,
          id + little(sources, 4) + little(bindingBytes, 2) + little(0, 2)};
}

Listing garbage::slot(const SlotDescription &description,
                      const Bytes &vaultHeader, const Bytes &dataKey) {
  Bytes core(vaultHeader.begin(), vaultHeader.begin() + layout::coreBytes);
  Bytes vaultId(core.begin() + layout::vaultIdOffset, core.end());
  Bytes ikm;
  for (const auto &[source, secret] : description.secrets)
    ikm = ikm + Bytes{source} + little(secret.size(), 4) + secret;
  Bytes context = core + flatten(description.parts), digest(32);
  SHA256(context.data(), context.size(), digest.data());
  Bytes kek = expand(hmac(vaultId, ikm), text(layout::labelKek) + digest);
  Listing listing = description.parts;
  listing.push_back({Kind::WrappedKey,
                     masked(dataKey, expand(kek, text(layout::labelWrap)))});
  return listing;
}

//===----------------------------------------------------------------------===//
// Weights
//===----------------------------------------------------------------------===//

namespace {

/// One draw only.
class FixedSeed final : public rt::KeyProvider {
public:
  explicit FixedSeed(const Bytes &seed) : seed(seed) {}
  rt::Result<void> fill(std::span<uint8_t> bytes) override {
    EXPECT_EQ(bytes.size(), seed.size());
    std::ranges::copy(seed, bytes.begin());
    return {};
  }

private:
  const Bytes &seed;
};

} // namespace

static Bytes counterStream(const EVP_CIPHER *cipher, const Bytes &key,
                           const Bytes &block, size_t size) {
  Bytes zeros(size), out(size);
  rt::OpenSslOwned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context(
      EVP_CIPHER_CTX_new());
  int written = 0;
  EXPECT_EQ(EVP_EncryptInit_ex(context.get(), cipher, nullptr, key.data(),
                               block.data()),
            1);
  EXPECT_EQ(EVP_EncryptUpdate(context.get(), out.data(), &written, zeros.data(),
                              static_cast<int>(size)),
            1);
  return out;
}

static std::vector<uint32_t> permutation(const Bytes &key, uint8_t axis,
                                         uint64_t length) {
  Bytes block = Bytes(key.begin() + 16, key.begin() + 27) + Bytes{axis};
  block.resize(16);
  Bytes stream = counterStream(EVP_aes_128_ctr(), key, block, 8 * length);
  std::vector<uint32_t> entries(length);
  std::iota(entries.begin(), entries.end(), 0);
  const uint8_t *next = stream.data();
  for (uint64_t i = length - 1; i >= 1; --i, next += 8) {
    unsigned __int128 draw = 0;
    for (int byte = 7; byte >= 0; --byte)
      draw = draw << 8 | next[byte];
    std::swap(entries[i], entries[static_cast<uint64_t>(draw * (i + 1) >> 64)]);
  }
  return entries;
}

static Bytes shuffled(const WeightDescription &weight, const Bytes &dataKey) {
  Bytes key = expand(dataKey, text(layout::labelShuffle) + weight.id);
  auto rows = permutation(key, 0, weight.shape.rows);
  auto columns = permutation(key, 1, weight.shape.columns);
  Bytes out;
  for (uint32_t row : rows)
    for (uint32_t column : columns) {
      auto from = weight.plain.begin() +
                  static_cast<ptrdiff_t>((row * weight.shape.columns + column) *
                                         weight.shape.elementBytes);
      out.insert(out.end(), from, from + weight.shape.elementBytes);
    }
  return out;
}

Part garbage::weightRecord(const WeightDescription &weight) {
  const rt::WeightShape &shape = weight.shape;
  uint64_t sealed =
      core::sealedBytes(rt::chainOf(weight.chain), shape.matrix());
  Bytes codes = weight.chain;
  codes.resize(layout::maxTransformations);
  return {Kind::Public, weight.id + little(weight.plain.size(), 8) +
                            little(sealed, 8) + little(shape.rows, 4) +
                            Bytes{shape.element, shape.elementBytes, 0, 0} +
                            codes};
}

Listing garbage::sealedWeight(const WeightDescription &weight,
                              const Bytes &dataKey) {
  core::WeightChain chain = rt::chainOf(weight.chain);
  Bytes inner = chain.shuffled ? shuffled(weight, dataKey) : weight.plain;
  Listing listing;
  if (chain.coded) {
    // Whatever the encoder writes: it gets no key, only weights and a seed.
    FixedSeed keys(weight.seed);
    auto coded = rt::encodePretransform(inner, weight.shape.matrix(), keys);
    EXPECT_TRUE(coded && coded->coded);
    auto bytes = coded->bytes.span();
    auto clear = bytes.first(core::clearBytes(chain, weight.shape.matrix()));
    listing.push_back({Kind::Table, {clear.begin(), clear.end()}});
    inner.assign(bytes.begin() + static_cast<ptrdiff_t>(clear.size()),
                 bytes.end());
  }
  if (!chain.keyBytes) {
    listing.push_back({Kind::Element, inner});
    return listing;
  }
  EXPECT_LE(inner.size(), layout::chunkBytes);
  Bytes block(16);
  block[15] = 2; // chunk 0, behind the counter that would make a tag
  listing.push_back(
      {Kind::Ciphertext,
       masked(inner,
              counterStream(
                  chain.keyBytes == 16 ? EVP_aes_128_ctr() : EVP_aes_256_ctr(),
                  expand(dataKey, text(layout::labelMask) + weight.id), block,
                  inner.size()))});
  return listing;
}
