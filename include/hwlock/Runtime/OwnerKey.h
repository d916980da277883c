//===- OwnerKey.h - The key that changes who may open a model -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// P-256 keys in PEM files. An owner slot wraps the data key for the public
// half by ECDH with an ephemeral key; the private half finds it again, on any
// machine and without measuring one.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_RUNTIME_OWNERKEY_H
#define HWLOCK_RUNTIME_OWNERKEY_H

#include "hwlock/Fingerprint/DeviceSource.h"
#include "hwlock/Runtime/PemKey.h"
#include "hwlock/Support/P256.h"
#include <span>

namespace hwlock::rt {

/// Identifier of the owner's key, then an uncompressed point.
inline constexpr size_t ownerPointBytes = 1 + sizeof(CurvePoint);
inline constexpr size_t ownerItemBytes = sizeof(KeyId) + ownerPointBytes;

struct OwnerPublicKey {
  CurvePoint point{};
  KeyId id{};
};

struct OwnerPrivateKey {
  PemKey key;
  /// Of the public half.
  KeyId id{};
};

/// BadInput unless `path` holds a public key on P-256.
Result<OwnerPublicKey> readOwnerPublicKey(const std::string &path);

/// BadInput unless `path` holds a private key on P-256. See readPrivatePem()
/// for `passphraseFile`.
Result<OwnerPrivateKey>
readOwnerPrivateKey(const std::string &path,
                    const std::string &passphraseFile = "");

/// The public half alone.
Result<OwnerPublicKey> publicHalf(const OwnerPrivateKey &key);

/// Draws an ephemeral key: binding and secret of a new owner slot.
Result<BoundItem> bindOwner(const OwnerPublicKey &owner, KeyProvider &keys);

/// The secret of the slot that stores `item`. NotAuthorised if the slot is of
/// another owner, BadInput if the item has another length or its point is not
/// on the curve.
Result<SecretBuffer> ownerSecret(std::span<const uint8_t> item,
                                 const OwnerPrivateKey &owner);

} // namespace hwlock::rt

#endif // HWLOCK_RUNTIME_OWNERKEY_H
