//===- OpenSsl.h - Owners of OpenSSL's objects, and RSA keys --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FINGERPRINT_TPM2_OPENSSL_H
#define HWLOCK_LIB_FINGERPRINT_TPM2_OPENSSL_H

#include "PublicArea.h"
#include "hwlock/Support/OpenSslOwned.h"
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace hwlock::rt::tpm2 {

using OwnedKey = OpenSslOwned<EVP_PKEY, EVP_PKEY_free>;
using OwnedKeyContext = OpenSslOwned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using OwnedCipher = OpenSslOwned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using Owned509 = OpenSslOwned<X509, X509_free>;
using OwnedBio = OpenSslOwned<BIO, BIO_free_all>;
using OwnedStore = OpenSslOwned<X509_STORE, X509_STORE_free>;
using OwnedStoreContext = OpenSslOwned<X509_STORE_CTX, X509_STORE_CTX_free>;
using OwnedObject = OpenSslOwned<ASN1_OBJECT, ASN1_OBJECT_free>;
using OwnedPurposes = OpenSslOwned<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;

/// The public key of RSA with `modulus` and exponent 65537; null on failure.
OwnedKey rsaKey(Bytes modulus);

} // namespace hwlock::rt::tpm2

#endif // HWLOCK_LIB_FINGERPRINT_TPM2_OPENSSL_H
