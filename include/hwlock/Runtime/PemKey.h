//===- PemKey.h - Keys in PEM files ---------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keys as the command line of OpenSSL writes them. What kind of key it has to
// be is up to the caller.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_RUNTIME_PEMKEY_H
#define HWLOCK_RUNTIME_PEMKEY_H

#include "hwlock/Support/Result.h"
#include <array>
#include <cstdint>
#include <memory>
#include <string>

struct evp_pkey_st;

namespace hwlock::rt {

struct FreePemKey {
  void operator()(evp_pkey_st *key) const;
};

/// An EVP_PKEY. OpenSSL wipes a private one when it is freed.
using PemKey = std::unique_ptr<evp_pkey_st, FreePemKey>;

/// SHA-256 of the DER form of a public key.
using KeyId = std::array<uint8_t, 32>;

/// The first digits of an identifier, for messages.
std::string shortName(const KeyId &id);

/// Reads "PUBLIC KEY". BadInput for anything else; a private key is refused so
/// that nobody hands one around by mistake.
Result<PemKey> readPublicPem(const std::string &path);

/// Reads a private key. If it is encrypted, the first line of `passphraseFile`
/// opens it or, without such a file, what the user types on the terminal.
Result<PemKey> readPrivatePem(const std::string &path,
                              const std::string &passphraseFile);

/// Identifier of the public half of `key`.
Result<KeyId> keyIdOf(const PemKey &key);

} // namespace hwlock::rt

#endif // HWLOCK_RUNTIME_PEMKEY_H
