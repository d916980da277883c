//===- Certificate.cpp - Certificates of endorsement keys -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TCG EK Credential Profile for TPM 2.0, chapter 3.
//===----------------------------------------------------------------------===//
#include "Certificate.h"
#include "OpenSsl.h"
#include <algorithm>
#include <filesystem>
#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

/// tcg-kp-EKCertificate.
static constexpr char endorsementPurpose[] = "2.23.133.8.1";

static Owned509 parse(Bytes bytes, size_t *length = nullptr) {
  const uint8_t *end = bytes.data();
  Owned509 certificate(
      d2i_X509(nullptr, &end, static_cast<long>(bytes.size())));
  if (certificate && length)
    *length = static_cast<size_t>(end - bytes.data());
  return certificate;
}

std::vector<uint8_t> tpm2::trimCertificate(Bytes bytes) {
  size_t length = 0;
  if (!parse(bytes, &length))
    return {};
  return {bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(length)};
}

static std::vector<uint8_t> modulusOf(const EVP_PKEY *key) {
  BIGNUM *number = nullptr, *exponent = nullptr;
  std::vector<uint8_t> modulus(modulusBytes);
  bool fits =
      EVP_PKEY_get_bits(key) == modulusBytes * 8 &&
      EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &number) == 1 &&
      EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1 &&
      BN_is_word(exponent, RSA_F4) &&
      BN_bn2binpad(number, modulus.data(), modulusBytes) == modulusBytes;
  BN_free(number);
  BN_free(exponent);
  return fits ? modulus : std::vector<uint8_t>();
}

Result<std::vector<uint8_t>> tpm2::endorsedKey(Bytes bytes) {
  Owned509 certificate = parse(bytes);
  const EVP_PKEY *key =
      certificate ? X509_get0_pubkey(certificate.get()) : nullptr;
  std::vector<uint8_t> unique;
  if (key && EVP_PKEY_is_a(key, "RSA"))
    unique = modulusOf(key);
  else if (auto point = key ? curvePointOf(key) : std::nullopt)
    unique.assign(point->begin(), point->end());
  if (unique.empty())
    return badInput("the endorsement key is neither RSA-2048 nor P-256");
  return unique;
}

/// Adds all certificates of a PEM file; returns how many.
static unsigned addFile(X509_STORE *store, const std::string &path) {
  OwnedBio file(BIO_new_file(path.c_str(), "r"));
  unsigned count = 0;
  while (file) {
    Owned509 certificate(
        PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
    if (!certificate)
      break;
    count += X509_STORE_add_cert(store, certificate.get()) == 1;
  }
  return count;
}

static Result<OwnedStore> readRoots(const std::string &folder) {
  std::error_code failure;
  std::filesystem::directory_iterator files(folder, failure);
  if (failure)
    return badInput("cannot read the folder '" + folder +
                    "': " + failure.message());
  OwnedStore store(X509_STORE_new());
  unsigned count = 0;
  for (const auto &file : files)
    if (file.is_regular_file(failure))
      count += addFile(store.get(), file.path().string());
  if (!count)
    return badInput("no certificate in '" + folder + "'",
                    "put the manufacturer's certificates there, as PEM");
  return store;
}

static bool isForEndorsement(X509 *certificate) {
  OwnedPurposes purposes(static_cast<EXTENDED_KEY_USAGE *>(
      X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr)));
  OwnedObject wanted(OBJ_txt2obj(endorsementPurpose, /*no_name=*/1));
  for (int i = 0, n = sk_ASN1_OBJECT_num(purposes.get()); i < n; ++i)
    if (OBJ_cmp(sk_ASN1_OBJECT_value(purposes.get(), i), wanted.get()) == 0)
      return X509_check_ca(certificate) == 0;
  return false;
}

Result<void> tpm2::verifyCertificate(Bytes bytes, const std::string &roots) {
  auto store = readRoots(roots);
  if (!store)
    return store.error();
  Owned509 certificate = parse(bytes);
  OwnedStoreContext context(X509_STORE_CTX_new());
  if (!certificate || !context ||
      X509_STORE_CTX_init(context.get(), store->get(), certificate.get(),
                          nullptr) != 1)
    return badInput("the endorsement certificate is malformed");
  // The user chose the folder: an intermediate in it is trusted by itself.
  X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_PARTIAL_CHAIN);
  if (X509_verify_cert(context.get()) != 1)
    return badInput(
        std::string("the endorsement certificate is not trusted: ") +
            X509_verify_cert_error_string(
                X509_STORE_CTX_get_error(context.get())),
        "'" + roots + "' must hold the certificates of its manufacturer");
  if (!isForEndorsement(certificate.get()))
    return badInput("the certificate is not one of an endorsement key");
  return {};
}
