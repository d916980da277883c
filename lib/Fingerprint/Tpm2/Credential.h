//===- Credential.h - A secret for one key in one TPM ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TPM2_MakeCredential without a TPM (TPM 2.0 Library, part 1, 24).
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FINGERPRINT_TPM2_CREDENTIAL_H
#define HWLOCK_LIB_FINGERPRINT_TPM2_CREDENTIAL_H

#include "Items.h"
#include "hwlock/Support/Secret.h"

namespace hwlock::rt::tpm2 {

inline constexpr size_t credentialSecretBytes = 32;

struct Credential {
  Challenge challenge;
  /// What the answer to the challenge is.
  SecretBuffer secret;
};

/// Draws a secret that the TPM with the endorsement key of public part
/// `endorsement` (endorsedKey()) releases only while it holds the key `key`.
Result<Credential> makeCredential(Bytes endorsement, const Name &key,
                                  KeyProvider &keys);

} // namespace hwlock::rt::tpm2

#endif // HWLOCK_LIB_FINGERPRINT_TPM2_CREDENTIAL_H
