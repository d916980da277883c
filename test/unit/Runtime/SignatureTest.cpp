//===- SignatureTest.cpp --------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/Signature.h"
#include "KeyFiles.h"

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::test;

namespace {

struct Signature : KeyFiles {
  std::vector<uint8_t> file{'m', 'o', 'd', 'e', 'l'};
  SigningKey signer;
  Trust trust;

  void SetUp() override {
    KeyFiles::SetUp();
    makeSigningKey("signer");
    auto key = readSigningKey(path("signer.pem"));
    auto believed = readTrust(path("signer.pub"));
    ASSERT_TRUE(key && believed);
    signer = std::move(*key);
    trust = std::move(*believed);
  }

  std::string sign(const ModelIdentity &identity) {
    auto text = signFile(file, identity, signer);
    EXPECT_TRUE(text);
    return text ? *text : "";
  }
  std::string verify(const std::string &text) {
    auto identity = verifyFile(file, "it", text, trust);
    if (identity)
      return "accepted";
    EXPECT_EQ(identity.error().status, Status::Corrupt);
    return identity.error().message;
  }
  /// The last line of a signature file whose other lines are `lines`, as the
  /// openssl command signs them.
  std::string signByHand(const std::string &lines) {
    write("lines", lines);
    openssl("pkeyutl -sign -rawin -inkey signer.pem -in lines -out raw");
    openssl("base64 -A -in raw -out base64");
    return lines + "ed25519 " + read("base64") + "\n";
  }
};

} // namespace

static std::string replaced(std::string text, const std::string &from,
                            const std::string &to) {
  size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST_F(Signature, RoundTrip) {
  for (uint64_t version : {uint64_t(0), uint64_t(7), UINT64_MAX}) {
    std::string text = sign({"digits \xc3\xa9", version});
    auto identity = verifyFile(file, "it", text, trust);
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->name, "digits \xc3\xa9");
    EXPECT_EQ(identity->version, version);
  }
}

/// The format is that of the documentation: OpenSSL's command makes and checks
/// it without code of hwlock.
TEST_F(Signature, IsWhatOpenSslsCommandMakes) {
  std::string text = sign({"digits", 3});
  size_t last = text.rfind('\n', text.size() - 2) + 1;
  EXPECT_EQ(signByHand(text.substr(0, last)), text);
  EXPECT_EQ(text.substr(0, text.find("sha256")),
            "hwlock signature 1\ndomain hwlock/1/model-file\nname digits\n"
            "version 3\n");
}

TEST_F(Signature, NoBitOfTheFileMayChange) {
  std::string text = sign({"digits", 3});
  for (size_t bit = 0; bit < 8 * file.size(); ++bit) {
    file[bit / 8] ^= 1 << bit % 8;
    EXPECT_EQ(verify(text),
              "it is not the file that was signed: its SHA-256 differs");
    file[bit / 8] ^= 1 << bit % 8;
  }
  file.push_back(0);
  EXPECT_NE(verify(text), "accepted");
  file.clear();
  EXPECT_NE(verify(text), "accepted");
}

TEST_F(Signature, NoBitOfTheSignatureFileMayChange) {
  std::string text = sign({"digits", 3});
  ASSERT_EQ(verify(text), "accepted");
  for (size_t bit = 0; bit < 8 * text.size(); ++bit) {
    std::string changed = text;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
    EXPECT_NE(verify(changed), "accepted") << bit;
  }
  for (size_t length = 0; length < text.size(); ++length)
    EXPECT_NE(verify(text.substr(0, length)), "accepted") << length;
}

TEST_F(Signature, HasOneEncoding) {
  std::string text = sign({"digits", 3});
  std::string malformed = "it has a malformed signature";
  EXPECT_EQ(verify(text + "\n"), malformed);
  EXPECT_EQ(verify(" " + text), malformed);
  EXPECT_EQ(verify(replaced(text, "version 3", "version 03")), malformed);
  EXPECT_EQ(verify(replaced(text, "version 3", "version +3")), malformed);
  EXPECT_EQ(verify(replaced(text, "version 3", "version 18446744073709551616")),
            malformed);
  EXPECT_EQ(verify(replaced(text, "name digits\n", "")), malformed);
  EXPECT_EQ(verify(replaced(text, "name digits", "name ")), malformed);
  EXPECT_EQ(verify(replaced(text, "\nversion", "\r\nversion")), malformed);
  EXPECT_EQ(verify(replaced(text, "==\n", "\n")), malformed);
  EXPECT_EQ(verify(replaced(text, "==\n", "=\n")), malformed);
  EXPECT_EQ(verify(text.substr(0, text.rfind('=') - 1) + "\n"), malformed);
  EXPECT_EQ(verify(text + std::string(maxSignatureFileBytes, 'x')), malformed);
  EXPECT_EQ(verify(replaced(text, "signature 1", "signature 2")), malformed);
  // The last character before the padding has four bits that mean nothing.
  size_t padding = text.rfind("==");
  ASSERT_NE(padding, std::string::npos);
  std::string other = text;
  other[padding - 1] = text[padding - 1] == 'B' ? 'C' : 'B';
  EXPECT_EQ(verify(other), malformed);
}

TEST_F(Signature, AnotherKeyIsNotBelieved) {
  makeSigningKey("other");
  auto other = readSigningKey(path("other.pem"));
  ASSERT_TRUE(other);
  auto text = signFile(file, {"digits", 3}, *other);
  ASSERT_TRUE(text);
  EXPECT_NE(verify(*text).find("is signed with another key than the trusted"),
            std::string::npos);
  // Nor if it claims to be the trusted one.
  std::string own = sign({"digits", 3});
  std::string key = own.substr(own.find("key "), 68);
  std::string claimed =
      replaced(*text, text->substr(text->find("key "), 68), key);
  EXPECT_EQ(verify(claimed),
            "it has a signature that the trusted key did not make");
}

TEST_F(Signature, WhatTheKeySignedForOtherPurposesIsRefused) {
  std::string text = sign({"digits", 3});
  std::string lines = text.substr(0, text.rfind('\n', text.size() - 2) + 1);
  EXPECT_EQ(verify(signByHand(lines)), "accepted");
  EXPECT_NE(verify(signByHand(replaced(lines, "model-file", "profile")))
                .find("for something else than a model"),
            std::string::npos);
}

TEST_F(Signature, OlderVersionsAreRefusedOnRequest) {
  std::string text = sign({"digits", 3});
  trust.minVersion = 3;
  EXPECT_EQ(verify(text), "accepted");
  trust.minVersion = 4;
  EXPECT_EQ(verify(text), "it is version 3 of 'digits'; expected at least 4");
}

TEST_F(Signature, OtherModelsAreRefusedOnRequest) {
  std::string text = sign({"digits", 3});
  trust.name = "digits";
  EXPECT_EQ(verify(text), "accepted");
  trust.name = "letters";
  EXPECT_EQ(verify(text), "it is signed as 'digits'; expected 'letters'");
}

TEST_F(Signature, NamesHaveLimits) {
  auto refused = [&](const std::string &name) {
    auto text = signFile(file, {name, 1}, signer);
    return !text && text.error().status == Status::BadInput;
  };
  EXPECT_TRUE(refused(""));
  EXPECT_TRUE(refused("two\nlines"));
  EXPECT_TRUE(refused("\xff"));
  EXPECT_TRUE(refused(std::string(256, 'a')));
  EXPECT_EQ(verify(sign({std::string(255, 'a'), UINT64_MAX})), "accepted");
}

TEST_F(Signature, LiesBesideTheFile) {
  std::string text = sign({"digits", 3});
  auto missing = verifyNamedFile(file, path("model"), trust);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().status, Status::Corrupt);
  EXPECT_NE(missing.error().message.find("has no signature to check"),
            std::string::npos);
  write("model.sig", text);
  EXPECT_TRUE(verifyNamedFile(file, path("model"), trust));
  write("model.sig", std::string(5000, 'x'));
  EXPECT_FALSE(verifyNamedFile(file, path("model"), trust));
}

TEST_F(Signature, KeysMustBeEd25519) {
  makeCurveKey("owner");
  auto key = readSigningKey(path("owner.pem"));
  ASSERT_FALSE(key);
  EXPECT_NE(key.error().message.find("expected an Ed25519 key"),
            std::string::npos);
  EXPECT_FALSE(readTrust(path("owner.pub")));
  EXPECT_FALSE(readTrust(path("signer.pem")));
  EXPECT_FALSE(readSigningKey(path("signer.pub")));
}
