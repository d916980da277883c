//===- OwnerKeyTest.cpp ---------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/OwnerKey.h"
#include "KeyFiles.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::test;

namespace {

struct OwnerKey : KeyFiles {
  std::string publicError(const std::string &name) const {
    auto key = readOwnerPublicKey(path(name));
    return describe(name, key ? nullptr : &key.error());
  }
  std::string privateError(const std::string &name,
                           const std::string &passphraseFile = "") const {
    auto key = readOwnerPrivateKey(
        path(name), passphraseFile.empty() ? "" : path(passphraseFile));
    return describe(name, key ? nullptr : &key.error());
  }
  /// The message with the file's bare name.
  std::string describe(const std::string &name, const Error *error) const {
    if (!error)
      return "accepted";
    EXPECT_EQ(error->status, Status::BadInput);
    std::string text = error->message;
    if (size_t at = text.find(path(name)); at != text.npos)
      text.replace(at, path(name).size(), name);
    return text;
  }
};

} // namespace

static std::vector<uint8_t> bytesOf(const SecretBuffer &secret) {
  return {secret.span().begin(), secret.span().end()};
}

TEST_F(OwnerKey, OnlyTheOwnerFindsTheSecret) {
  makeCurveKey("owner");
  makeCurveKey("other");
  auto owner = readOwnerPublicKey(path("owner.pub"));
  auto secretHalf = readOwnerPrivateKey(path("owner.pem"));
  auto other = readOwnerPrivateKey(path("other.pem"));
  ASSERT_TRUE(owner && secretHalf && other);
  EXPECT_EQ(owner->id, secretHalf->id);
  EXPECT_NE(owner->id, other->id);

  auto item = bindOwner(*owner, systemKeys());
  ASSERT_TRUE(item);
  ASSERT_EQ(item->binding.size(), ownerItemBytes);
  ASSERT_EQ(item->secret.size(), coordinateBytes);
  auto found = ownerSecret(item->binding, *secretHalf);
  ASSERT_TRUE(found);
  EXPECT_EQ(bytesOf(*found), bytesOf(item->secret));

  auto refused = ownerSecret(item->binding, *other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().status, Status::NotAuthorised);
}

TEST_F(OwnerKey, EverySlotHasASecretOfItsOwn) {
  makeCurveKey("owner");
  auto owner = readOwnerPublicKey(path("owner.pub"));
  ASSERT_TRUE(owner);
  auto one = bindOwner(*owner, systemKeys()),
       two = bindOwner(*owner, systemKeys());
  ASSERT_TRUE(one && two);
  EXPECT_NE(one->binding, two->binding);
  EXPECT_NE(bytesOf(one->secret), bytesOf(two->secret));
}

/// openssl pkeyutl computes the same secret from the point in the item.
TEST_F(OwnerKey, SecretIsThatOfOpenSslsCommand) {
  makeCurveKey("owner");
  auto owner = readOwnerPublicKey(path("owner.pub"));
  ASSERT_TRUE(owner);
  auto item = bindOwner(*owner, systemKeys());
  ASSERT_TRUE(item);
  // SubjectPublicKeyInfo of a P-256 key up to the point (RFC 5480).
  std::string der("\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08"
                  "\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00",
                  26);
  der.append(item->binding.begin() + sizeof(KeyId), item->binding.end());
  write("ephemeral.der", der);
  openssl("pkey -pubin -inform DER -in ephemeral.der -out ephemeral.pub");
  openssl("pkeyutl -derive -inkey owner.pem -peerkey ephemeral.pub -out z");
  std::string z = read("z");
  EXPECT_EQ(std::vector<uint8_t>(z.begin(), z.end()), bytesOf(item->secret));
  openssl("pkey -pubin -in owner.pub -outform DER -out owner.der");
  openssl("dgst -sha256 -binary -out id owner.der");
  std::string id = read("id");
  EXPECT_TRUE(std::equal(id.begin(), id.end(), item->binding.begin(),
                         item->binding.begin() + sizeof(KeyId),
                         [](char a, uint8_t b) { return uint8_t(a) == b; }));
}

TEST_F(OwnerKey, ReadsWhateverFormOpenSslWrites) {
  makeCurveKey("owner");
  auto owner = readOwnerPublicKey(path("owner.pub"));
  ASSERT_TRUE(owner);
  openssl("ec -in owner.pem -out traditional.pem");
  openssl("ecparam -name prime256v1 -out parameters.pem");
  write("both.pem", read("parameters.pem") + read("traditional.pem"));
  openssl("ec -in owner.pem -param_enc explicit -out explicit.pem");
  for (const char *name : {"traditional.pem", "both.pem", "explicit.pem"}) {
    auto key = readOwnerPrivateKey(path(name));
    ASSERT_TRUE(key) << name << ": " << key.error().message;
    EXPECT_EQ(key->id, owner->id) << name;
  }
  openssl("ec -in owner.pem -pubout -conv_form compressed -out short.pub");
  ASSERT_NE(read("short.pub"), read("owner.pub"));
  auto compressed = readOwnerPublicKey(path("short.pub"));
  ASSERT_TRUE(compressed);
  EXPECT_EQ(compressed->id, owner->id);
  EXPECT_TRUE(bindOwner(*compressed, systemKeys()));
}

TEST_F(OwnerKey, OpensEncryptedKeysWithAPassphraseFile) {
  openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes-256-cbc "
          "-pass pass:open-sesame -out owner.pem");
  write("right", "open-sesame\nnot this line\n");
  write("windows", "open-sesame\r\n");
  write("bare", "open-sesame");
  write("wrong", "open sesame\n");
  write("empty", "\nopen-sesame\n");
  write("long", std::string(2000, 'x'));
  EXPECT_EQ(privateError("owner.pem", "right"), "accepted");
  EXPECT_EQ(privateError("owner.pem", "windows"), "accepted");
  EXPECT_EQ(privateError("owner.pem", "bare"), "accepted");
  EXPECT_EQ(privateError("owner.pem", "wrong"),
            "the passphrase of 'owner.pem' is wrong, or the key in it is "
            "damaged");
  EXPECT_NE(privateError("owner.pem", "empty").find("holds no passphrase"),
            std::string::npos);
  EXPECT_NE(privateError("owner.pem", "long").find("longer than"),
            std::string::npos);
}

TEST_F(OwnerKey, NamesWhatIsWrongWithAKey) {
  makeCurveKey("owner");
  makeCurveKey("p384", "P-384");
  makeCurveKey("secp256k1", "secp256k1");
  makeSigningKey("signer");
  EXPECT_EQ(publicError("p384.pub"),
            "'p384.pub' holds a key on the curve secp384r1; expected a key on "
            "the curve P-256");
  EXPECT_EQ(privateError("secp256k1.pem"),
            "'secp256k1.pem' holds a key on the curve secp256k1; expected a "
            "key on the curve P-256");
  EXPECT_EQ(publicError("signer.pub"), "'signer.pub' holds a key of type "
                                       "ED25519; expected a key on the curve "
                                       "P-256");
  EXPECT_EQ(privateError("owner.pub"),
            "'owner.pub' holds a public key; expected the private one");
  EXPECT_EQ(publicError("owner.pem"),
            "'owner.pem' holds a private key; expected the public one");
  write("text", "no key at all\n");
  EXPECT_EQ(publicError("text"), "'text' holds no public key in PEM form");
  EXPECT_EQ(privateError("text"), "'text' holds no private key in PEM form");
  EXPECT_NE(publicError("absent").find("cannot open"), std::string::npos);
}

TEST_F(OwnerKey, RefusesTruncatedAndChangedKeys) {
  makeCurveKey("owner");
  std::string secretHalf = read("owner.pem"), half = read("owner.pub");
  for (size_t length = 0; length + 2 < secretHalf.size(); length += 5) {
    write("cut.pem", secretHalf.substr(0, length));
    EXPECT_NE(privateError("cut.pem"), "accepted") << length;
  }
  for (size_t length = 0; length + 2 < half.size(); length += 5) {
    write("cut.pub", half.substr(0, length));
    EXPECT_NE(publicError("cut.pub"), "accepted") << length;
  }
  // A point whose y is another one is not on the curve.
  openssl("pkey -pubin -in owner.pub -outform DER -out owner.der");
  std::string der = read("owner.der");
  der.back() ^= 1;
  write("off.der", der);
  openssl("base64 -in off.der -out off.base64");
  write("off.pub", "-----BEGIN PUBLIC KEY-----\n" + read("off.base64") +
                       "-----END PUBLIC KEY-----\n");
  EXPECT_EQ(publicError("off.pub"), "the public key in 'off.pub' is damaged");
}

TEST_F(OwnerKey, RefusesAPrivateKeyOfAnotherPoint) {
  makeCurveKey("one");
  makeCurveKey("two");
  openssl("pkey -in one.pem -outform DER -out one.der");
  openssl("pkey -in two.pem -outform DER -out two.der");
  // The point ends the DER form of a private key.
  std::string mixed = read("one.der"), two = read("two.der");
  ASSERT_EQ(mixed.size(), two.size());
  mixed.replace(mixed.size() - ownerPointBytes, ownerPointBytes, two,
                two.size() - ownerPointBytes, ownerPointBytes);
  write("mixed.der", mixed);
  openssl("base64 -in mixed.der -out mixed.base64");
  write("mixed.pem", "-----BEGIN PRIVATE KEY-----\n" + read("mixed.base64") +
                         "-----END PRIVATE KEY-----\n");
  // Some versions of OpenSSL see it when they read the key.
  EXPECT_NE(privateError("mixed.pem"), "accepted");
}

TEST_F(OwnerKey, ValidatesTheStoredPoint) {
  makeCurveKey("owner");
  auto owner = readOwnerPrivateKey(path("owner.pem"));
  ASSERT_TRUE(owner);
  auto half = publicHalf(*owner);
  ASSERT_TRUE(half);
  auto item = bindOwner(*half, systemKeys());
  ASSERT_TRUE(item);
  // Every byte of the point matters, and so does every other form of it.
  for (size_t i = sizeof(KeyId); i < ownerItemBytes; ++i) {
    std::vector<uint8_t> changed = item->binding;
    changed[i] ^= 0x40;
    auto found = ownerSecret(changed, *owner);
    ASSERT_FALSE(found) << i;
    EXPECT_EQ(found.error().status, Status::BadInput);
  }
  std::vector<uint8_t> infinity = item->binding;
  std::fill(infinity.begin() + sizeof(KeyId), infinity.end(), 0);
  EXPECT_FALSE(ownerSecret(infinity, *owner));
  for (size_t size : {size_t(0), size_t(33), size_t(65), ownerItemBytes - 1}) {
    auto found = ownerSecret(std::span(item->binding).first(size), *owner);
    ASSERT_FALSE(found) << size;
    EXPECT_EQ(found.error().status, Status::BadInput);
  }
}
