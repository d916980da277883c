//===- Endorsement.h - What a TPM's manufacturer vouches for --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FINGERPRINT_TPM2_ENDORSEMENT_H
#define HWLOCK_LIB_FINGERPRINT_TPM2_ENDORSEMENT_H

#include "Context.h"
#include "Items.h"

namespace hwlock::rt::tpm2 {

/// The certificate of the endorsement key, in DER; empty if the TPM has none
/// that hwlock can use: for RSA-2048 or P-256, made from the default template.
Result<std::vector<uint8_t>> endorsementCertificate(Context &tpm);

/// The secret of `challenge`, which the TPM releases if it has the endorsement
/// key and `key` is the device key that was challenged. Status::NotAuthorised
/// if it has not or is not.
Result<SecretBuffer> answer(Context &tpm, const Handle &key,
                            const Handle &session, const Challenge &challenge);

} // namespace hwlock::rt::tpm2

#endif // HWLOCK_LIB_FINGERPRINT_TPM2_ENDORSEMENT_H
