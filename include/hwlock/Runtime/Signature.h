//===- Signature.h - Who made a file, and which version it is -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Detached Ed25519 signatures (docs/FileFormat.md). They cover all of a file,
// the program too, which tags and MACs of a vault do not. Nothing here reads
// the signed file: callers pass the very bytes that they go on to use.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_RUNTIME_SIGNATURE_H
#define HWLOCK_RUNTIME_SIGNATURE_H

#include "hwlock/Runtime/PemKey.h"
#include "hwlock/Support/Result.h"
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hwlock::rt {

inline constexpr size_t maxModelNameBytes = 255;
inline constexpr size_t maxSignatureFileBytes = 1024;

/// What is signed beside the file itself.
struct ModelIdentity {
  /// UTF-8 without control characters, 1 to 255 bytes.
  std::string name;
  /// Grows with each release: a reader may ask for at least some version.
  uint64_t version = 0;
};

struct SigningKey {
  PemKey key;
  KeyId id{};
};

/// Whom a reader believes, and what it asks for.
struct Trust {
  PemKey key;
  KeyId id{};
  uint64_t minVersion = 0;
  /// Nothing: any.
  std::optional<std::string> name;
};

/// BadInput unless `path` holds a private Ed25519 key. See readPrivatePem() for
/// `passphraseFile`.
Result<SigningKey> readSigningKey(const std::string &path,
                                  const std::string &passphraseFile = "");

/// Whoever has the public Ed25519 key in `path`; any name and version.
Result<Trust> readTrust(const std::string &path);

/// Where the signature of the file `path` lies.
std::string signaturePathOf(const std::string &path);

/// BadInput if `name` is not one for a ModelIdentity.
Result<void> checkModelName(std::string_view name);

/// Contents of the signature file of `file`.
Result<std::string> signFile(std::span<const uint8_t> file,
                             const ModelIdentity &identity,
                             const SigningKey &key);

/// Corrupt, with the reason, unless `signature` (contents of a signature file)
/// is one of `file` by the trusted key and satisfies `trust`. Messages call the
/// file `subject`.
Result<ModelIdentity> verifyFile(std::span<const uint8_t> file,
                                 const std::string &subject,
                                 std::string_view signature,
                                 const Trust &trust);

/// verifyFile() with the signature that lies beside `path`. Corrupt if there is
/// none.
Result<ModelIdentity> verifyNamedFile(std::span<const uint8_t> file,
                                      const std::string &path,
                                      const Trust &trust);

} // namespace hwlock::rt

#endif // HWLOCK_RUNTIME_SIGNATURE_H
