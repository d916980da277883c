//===- Keys.h - Storage root, session and device key in a TPM -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FINGERPRINT_TPM2_KEYS_H
#define HWLOCK_LIB_FINGERPRINT_TPM2_KEYS_H

#include "Context.h"
#include "Items.h"

namespace hwlock::rt::tpm2 {

/// The persistent key at `address` (a TPM handle), if it has a Name.
std::optional<Handle> persistentKey(Context &tpm, TPM2_HANDLE address);

/// Makes the key that `area` asks for from the seed of `hierarchy`: always the
/// same one.
Result<Handle> primaryKey(Context &tpm, ESYS_TR hierarchy,
                          const PublicArea &area, std::string_view what);

/// The root to make keys under: the persistent one, otherwise the default.
Result<Handle> storageRoot(Context &tpm);
/// The root called `name`. Status::NotAuthorised if the TPM has no such.
Result<Handle> storageRoot(Context &tpm, const Name &name);

/// Opens a session that hides the first parameter of each answer. Its key is
/// encrypted to `root`: who listens to the bus, or sits in between, learns
/// nothing if the Name of `root` is known to be right.
Result<Handle> startSession(Context &tpm, const Handle &root);

/// Makes a device key.
Result<DeviceKey> createDeviceKey(Context &tpm, const Handle &root,
                                  const Handle &session);

/// Status::NotAuthorised if another TPM made it.
Result<Handle> loadDeviceKey(Context &tpm, const Handle &root,
                             const Handle &session, const DeviceKey &key);

/// ECDH inside the TPM: x of key * `point`, 32 bytes.
Result<SecretBuffer> agree(Context &tpm, const Handle &key,
                           const Handle &session, const Point &point);

} // namespace hwlock::rt::tpm2

#endif // HWLOCK_LIB_FINGERPRINT_TPM2_KEYS_H
