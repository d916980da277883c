//===- PemKey.cpp - Keys in PEM files -------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/PemKey.h"
#include "LockKeys.h"
#include "hwlock/Support/File.h"
#include "hwlock/Support/Hex.h"
#include "hwlock/Support/OpenSslOwned.h"
#include <algorithm>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <unistd.h>

using namespace hwlock;
using namespace hwlock::rt;

static constexpr size_t maxPemBytes = 16384;
static constexpr size_t maxPassphraseBytes = 1024;

namespace {

using Bio = OpenSslOwned<BIO, BIO_free>;

/// What OpenSSL asks for while it reads a private key.
struct Passphrase {
  /// None: ask on the terminal.
  std::string file;
  SecretBuffer text;
  bool asked = false, noTerminal = false;
};

} // namespace

void FreePemKey::operator()(evp_pkey_st *key) const { EVP_PKEY_free(key); }

std::string rt::shortName(const KeyId &id) {
  constexpr size_t shownBytes = 8;
  return toHex(std::span(id).first(shownBytes));
}

static bool contains(const SecretBuffer &text, std::string_view word) {
  auto bytes = text.span();
  return std::search(bytes.begin(), bytes.end(), word.begin(), word.end()) !=
         bytes.end();
}

static bool hasPrivateKey(const SecretBuffer &text) {
  return contains(text, "PRIVATE KEY-----");
}

static bool hasPublicKey(const SecretBuffer &text) {
  return contains(text, "-----BEGIN PUBLIC KEY-----");
}

/// `text` must outlive the result.
static Bio openText(const SecretBuffer &text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Result<PemKey> rt::readPublicPem(const std::string &path) {
  auto text = readSecretFile(path, maxPemBytes);
  if (!text)
    return text.error();
  if (hasPrivateKey(*text))
    return badInput("'" + path +
                        "' holds a private key; expected the public "
                        "one",
                    "'openssl pkey -in " + path +
                        " -pubout -out key.pub' writes it");
  PemKey key(
      PEM_read_bio_PUBKEY(openText(*text).get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (key)
    return key;
  if (hasPublicKey(*text))
    return badInput("the public key in '" + path + "' is damaged");
  return badInput("'" + path + "' holds no public key in PEM form",
                  "'openssl pkey -pubout' writes one");
}

static bool hasTerminal() {
  int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal >= 0)
    ::close(terminal);
  return terminal >= 0;
}

/// pem_password_cb of OpenSSL.
static int givePassphrase(char *out, int size, int forWriting, void *context) {
  auto &passphrase = *static_cast<Passphrase *>(context);
  passphrase.asked = true;
  if (passphrase.file.empty()) {
    passphrase.noTerminal = !hasTerminal();
    return passphrase.noTerminal
               ? -1
               : PEM_def_callback(out, size, forWriting, nullptr);
  }
  size_t length = passphrase.text.size();
  if (size < 0 || length > static_cast<size_t>(size))
    return -1;
  std::copy_n(passphrase.text.data(), length, out);
  return static_cast<int>(length);
}

/// The first line of a file, without its end.
static Result<SecretBuffer> readPassphrase(const std::string &path) {
  auto text = readSecretFile(path, maxPassphraseBytes);
  if (!text)
    return text;
  auto bytes = text->span();
  auto end = std::find(bytes.begin(), bytes.end(), '\n');
  if (end != bytes.begin() && *(end - 1) == '\r')
    --end;
  if (end == bytes.begin())
    return badInput("'" + path + "' holds no passphrase in its first line");
  return SecretBuffer(std::span<const uint8_t>(bytes.begin(), end));
}

static Error cannotRead(const std::string &path, const SecretBuffer &text,
                        const Passphrase &passphrase) {
  if (passphrase.noTerminal)
    return badInput("'" + path +
                        "' is encrypted and there is no terminal to "
                        "ask for its passphrase",
                    "give a file that holds it with --passphrase-file");
  if (passphrase.asked)
    return badInput("the passphrase of '" + path +
                    "' is wrong, or the key in "
                    "it is damaged");
  if (hasPrivateKey(text))
    return badInput("the private key in '" + path + "' is damaged");
  if (hasPublicKey(text))
    return badInput("'" + path +
                    "' holds a public key; expected the private "
                    "one");
  return badInput("'" + path + "' holds no private key in PEM form");
}

Result<PemKey> rt::readPrivatePem(const std::string &path,
                                  const std::string &passphraseFile) {
  auto text = readSecretFile(path, maxPemBytes);
  if (!text)
    return text.error();
  Passphrase passphrase;
  passphrase.file = passphraseFile;
  if (!passphraseFile.empty()) {
    auto read = readPassphrase(passphraseFile);
    if (!read)
      return read.error();
    passphrase.text = std::move(*read);
  }
  PemKey key(PEM_read_bio_PrivateKey(openText(*text).get(), nullptr,
                                     givePassphrase, &passphrase));
  ERR_clear_error();
  if (key)
    return key;
  return cannotRead(path, *text, passphrase);
}

Result<KeyId> rt::keyIdOf(const PemKey &key) {
  uint8_t *encoded = nullptr;
  int size = i2d_PUBKEY(key.get(), &encoded);
  if (size <= 0)
    return environmentError("OpenSSL cannot encode a public key");
  KeyId id = sha256({encoded, static_cast<size_t>(size)});
  OPENSSL_free(encoded);
  return id;
}
