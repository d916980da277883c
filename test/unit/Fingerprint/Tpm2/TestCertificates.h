//===- TestCertificates.h - A manufacturer of TPMs for tests --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_UNIT_FINGERPRINT_TPM2_TESTCERTIFICATES_H
#define HWLOCK_TEST_UNIT_FINGERPRINT_TPM2_TESTCERTIFICATES_H

#include "OpenSsl.h"
#include <string>
#include <vector>

namespace hwlock::test {

using rt::tpm2::Owned509;
using rt::tpm2::OwnedKey;

/// A new key on `curve`, by its name in OpenSSL.
OwnedKey newCurveKey(std::string curve);

/// A certificate authority with a key on P-256.
struct Authority {
  OwnedKey key;
  Owned509 certificate;

  std::string pem() const;
};

/// What goes into a certificate of an endorsement key; by default what the TCG
/// asks for.
struct EndorsementOptions {
  std::string purpose = "2.23.133.8.1";
  bool isAuthority = false;
  /// Seconds from now until it ends.
  long endsIn = 3600;
};

/// Signed by `issuer`, or by itself.
Authority makeAuthority(const std::string &name,
                        const Authority *issuer = nullptr);

/// DER of a certificate of `key`.
std::vector<uint8_t> endorse(const Authority &issuer, EVP_PKEY *key,
                             const EndorsementOptions &options = {});

} // namespace hwlock::test

#endif // HWLOCK_TEST_UNIT_FINGERPRINT_TPM2_TESTCERTIFICATES_H
