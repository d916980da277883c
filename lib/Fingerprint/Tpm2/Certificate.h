//===- Certificate.h - Certificates of endorsement keys -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FINGERPRINT_TPM2_CERTIFICATE_H
#define HWLOCK_LIB_FINGERPRINT_TPM2_CERTIFICATE_H

#include "PublicArea.h"
#include "hwlock/Support/Result.h"
#include <string>
#include <vector>

namespace hwlock::rt::tpm2 {

/// The certificate at the beginning of `bytes`: an index may be longer. Empty
/// if there is none.
std::vector<uint8_t> trimCertificate(Bytes bytes);

/// The certified key: a modulus of RSA-2048 with exponent 65537, or a point of
/// P-256. BadInput for other keys.
Result<std::vector<uint8_t>> endorsedKey(Bytes certificate);

/// Checks that a certificate in the folder `roots` (PEM) vouches for
/// `certificate`, directly or through others of that folder, that it is in
/// force now and made for an endorsement key. Revocation is not looked up.
Result<void> verifyCertificate(Bytes certificate, const std::string &roots);

} // namespace hwlock::rt::tpm2

#endif // HWLOCK_LIB_FINGERPRINT_TPM2_CERTIFICATE_H
