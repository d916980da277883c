//===- Signature.cpp - Who made a file, and which version it is -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/Signature.h"
#include "LockKeys.h"
#include "hwlock/Support/File.h"
#include "hwlock/Support/Hex.h"
#include "hwlock/Support/OpenSslOwned.h"
#include "hwlock/Support/Utf8.h"
#include <algorithm>
#include <charconv>
#include <openssl/err.h>
#include <openssl/evp.h>

using namespace hwlock;
using namespace hwlock::rt;

static constexpr char firstLine[] = "hwlock signature 1\n";
/// Keeps a key that signs other things too from vouching for a model.
static constexpr char modelDomain[] = "hwlock/1/model-file";

namespace {

using Ed25519Signature = std::array<uint8_t, 64>;

/// A signature file, line by line.
struct SignatureText {
  std::string domain;
  ModelIdentity identity;
  std::string digest, key;
  Ed25519Signature signature{};
};

using DigestContext = OpenSslOwned<EVP_MD_CTX, EVP_MD_CTX_free>;

} // namespace

static Error opensslFailed(const char *what) {
  ERR_clear_error();
  return environmentError(std::string("OpenSSL cannot ") + what);
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

/// What is signed: all lines but the last.
static std::string signedPart(const SignatureText &text) {
  return firstLine + ("domain " + text.domain) + "\nname " +
         text.identity.name + "\nversion " +
         std::to_string(text.identity.version) + "\nsha256 " + text.digest +
         "\nkey " + text.key + "\n";
}

static std::string toBase64(const Ed25519Signature &signature) {
  // 4 characters for each 3 bytes begun, and OpenSSL's zero behind.
  std::array<uint8_t, 4 * ((sizeof signature + 2) / 3) + 1> text;
  int length = EVP_EncodeBlock(text.data(), signature.data(), sizeof signature);
  return {text.begin(), text.begin() + length};
}

static std::string wholeText(const SignatureText &text) {
  return signedPart(text) + "ed25519 " + toBase64(text.signature) + "\n";
}

/// The rest of the line that starts with `word`, which is taken off `text`;
/// empty if there is no such line.
static std::string takeLine(std::string_view &text, std::string_view word) {
  size_t end = text.find('\n');
  if (end == text.npos || !text.starts_with(word))
    return "";
  std::string rest(text.substr(word.size(), end - word.size()));
  text.remove_prefix(end + 1);
  return rest;
}

static bool fromBase64(std::string_view text, Ed25519Signature &signature) {
  // OpenSSL counts the padding as zeros.
  std::array<uint8_t, sizeof signature + 2> bytes;
  if (text.size() != 4 * bytes.size() / 3 ||
      EVP_DecodeBlock(
          bytes.data(), reinterpret_cast<const uint8_t *>(text.data()),
          static_cast<int>(text.size())) != static_cast<int>(bytes.size()))
    return false;
  std::copy_n(bytes.begin(), signature.size(), signature.begin());
  return true;
}

static bool isSha256(const std::string &text) {
  return text.size() == 2 * sizeof(KeyId) && fromHex(text);
}

/// Nothing unless `text` is what wholeText() writes of the result.
static std::optional<SignatureText> parse(std::string_view text) {
  std::string_view rest = text;
  if (text.size() > maxSignatureFileBytes || !rest.starts_with(firstLine))
    return std::nullopt;
  rest.remove_prefix(sizeof firstLine - 1);
  SignatureText result;
  result.domain = takeLine(rest, "domain ");
  result.identity.name = takeLine(rest, "name ");
  std::string version = takeLine(rest, "version ");
  std::from_chars(version.data(), version.data() + version.size(),
                  result.identity.version);
  result.digest = takeLine(rest, "sha256 ");
  result.key = takeLine(rest, "key ");
  bool valid = fromBase64(takeLine(rest, "ed25519 "), result.signature) &&
               checkModelName(result.identity.name) &&
               isSha256(result.digest) && isSha256(result.key) &&
               wholeText(result) == text;
  return valid ? std::optional(result) : std::nullopt;
}

//===----------------------------------------------------------------------===//
// Keys
//===----------------------------------------------------------------------===//

static Result<KeyId> idOfEd25519(const std::string &path, const PemKey &key) {
  if (EVP_PKEY_is_a(key.get(), "ED25519"))
    return keyIdOf(key);
  return badInput("'" + path + "' holds a key of type " +
                      EVP_PKEY_get0_type_name(key.get()) +
                      "; expected an Ed25519 key",
                  "'openssl genpkey -algorithm ed25519' makes one");
}

Result<SigningKey> rt::readSigningKey(const std::string &path,
                                      const std::string &passphraseFile) {
  auto key = readPrivatePem(path, passphraseFile);
  if (!key)
    return key.error();
  auto id = idOfEd25519(path, *key);
  if (!id)
    return id.error();
  return SigningKey{std::move(*key), *id};
}

Result<Trust> rt::readTrust(const std::string &path) {
  auto key = readPublicPem(path);
  if (!key)
    return key.error();
  auto id = idOfEd25519(path, *key);
  if (!id)
    return id.error();
  Trust trust;
  trust.key = std::move(*key);
  trust.id = *id;
  return trust;
}

//===----------------------------------------------------------------------===//
// Sign and verify
//===----------------------------------------------------------------------===//

std::string rt::signaturePathOf(const std::string &path) {
  return path + ".sig";
}

Result<void> rt::checkModelName(std::string_view name) {
  if (name.empty() || name.size() > maxModelNameBytes)
    return badInput("the name of a model has " + std::to_string(name.size()) +
                    " bytes; expected 1 to " +
                    std::to_string(maxModelNameBytes));
  if (!isPrintableUtf8(name))
    return badInput("the name of a model is not printable UTF-8");
  return {};
}

Result<std::string> rt::signFile(std::span<const uint8_t> file,
                                 const ModelIdentity &identity,
                                 const SigningKey &key) {
  if (auto valid = checkModelName(identity.name); !valid)
    return valid.error();
  SignatureText text;
  text.domain = modelDomain;
  text.identity = identity;
  text.digest = toHex(sha256(file));
  text.key = toHex(key.id);
  std::string message = signedPart(text);
  DigestContext context(EVP_MD_CTX_new());
  size_t size = text.signature.size();
  if (!context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr,
                         key.key.get()) != 1 ||
      EVP_DigestSign(context.get(), text.signature.data(), &size,
                     reinterpret_cast<const uint8_t *>(message.data()),
                     message.size()) != 1)
    return opensslFailed("sign with Ed25519");
  return wholeText(text);
}

static Result<bool> isSignedBy(const SignatureText &text, const PemKey &key) {
  std::string message = signedPart(text);
  DigestContext context(EVP_MD_CTX_new());
  if (!context || EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                                       key.get()) != 1)
    return opensslFailed("verify with Ed25519");
  bool valid = EVP_DigestVerify(
                   context.get(), text.signature.data(), text.signature.size(),
                   reinterpret_cast<const uint8_t *>(message.data()),
                   message.size()) == 1;
  ERR_clear_error();
  return valid;
}

/// What `trust` has against a signature that is genuine, if anything.
static Result<void> checkIdentity(const ModelIdentity &identity,
                                  const std::string &subject,
                                  const Trust &trust) {
  if (identity.version < trust.minVersion)
    return Error{Status::Corrupt,
                 subject + " is version " + std::to_string(identity.version) +
                     " of '" + identity.name + "'; expected at least " +
                     std::to_string(trust.minVersion),
                 "an older file may have been put in place of a newer one"};
  if (trust.name && *trust.name != identity.name)
    return Error{Status::Corrupt,
                 subject + " is signed as '" + identity.name + "'; expected '" +
                     *trust.name + "'",
                 "another model of the same signer may have been put in its "
                 "place"};
  return {};
}

Result<ModelIdentity> rt::verifyFile(std::span<const uint8_t> file,
                                     const std::string &subject,
                                     std::string_view signature,
                                     const Trust &trust) {
  auto refuse = [&](const std::string &why, const std::string &hint = "") {
    return Error{Status::Corrupt, subject + why, hint};
  };
  auto text = parse(signature);
  if (!text)
    return refuse(" has a malformed signature");
  if (text->domain != modelDomain)
    return refuse(" has a signature for something else than a model: its "
                  "domain is not '" +
                  std::string(modelDomain) + "'");
  if (text->key != toHex(trust.id))
    return refuse(" is signed with another key than the trusted " +
                      shortName(trust.id) + "...",
                  "if you believe its signer, give the public key of theirs");
  auto genuine = isSignedBy(*text, trust.key);
  if (!genuine)
    return genuine.error();
  if (!*genuine)
    return refuse(" has a signature that the trusted key did not make");
  if (text->digest != toHex(sha256(file)))
    return refuse(" is not the file that was signed: its SHA-256 differs",
                  "get an unchanged copy, or sign it again");
  if (auto accepted = checkIdentity(text->identity, subject, trust); !accepted)
    return accepted.error();
  return std::move(text->identity);
}

Result<ModelIdentity> rt::verifyNamedFile(std::span<const uint8_t> file,
                                          const std::string &path,
                                          const Trust &trust) {
  std::string signaturePath = signaturePathOf(path);
  auto signature = readFile(signaturePath, maxSignatureFileBytes);
  if (!signature)
    return Error{Status::Corrupt,
                 "'" + path + "' has no signature to check: " +
                     signature.error().message,
                 "the signer's 'hwlock lock --sign' writes it beside the file"};
  return verifyFile(
      file, "'" + path + "'",
      {reinterpret_cast<const char *>(signature->data()), signature->size()},
      trust);
}
