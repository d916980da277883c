//===- TestCertificates.cpp - A manufacturer of TPMs for tests ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "TestCertificates.h"
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

using namespace hwlock::test;
using namespace hwlock::rt::tpm2;

OwnedKey hwlock::test::newCurveKey(std::string curve) {
  return OwnedKey(EVP_EC_gen(curve.data()));
}

static void addExtension(X509 *certificate, int nid, const std::string &value) {
  X509_EXTENSION *extension =
      X509V3_EXT_nconf_nid(nullptr, nullptr, nid, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

/// A new certificate without subject and extensions.
static Owned509 blank(EVP_PKEY *key, const X509_NAME *issuer, long endsIn) {
  static long serial = 0;
  Owned509 certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -7200);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), endsIn);
  X509_set_pubkey(certificate.get(), key);
  if (issuer)
    X509_set_issuer_name(certificate.get(), issuer);
  return certificate;
}

Authority hwlock::test::makeAuthority(const std::string &name,
                                      const Authority *issuer) {
  OwnedKey key = newCurveKey("prime256v1");
  const X509_NAME *issuerName =
      issuer ? X509_get_subject_name(issuer->certificate.get()) : nullptr;
  Owned509 certificate = blank(key.get(), issuerName, 3600);
  X509_NAME *subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(
      subject, "CN", MBSTRING_UTF8,
      reinterpret_cast<const unsigned char *>(name.c_str()), -1, -1, 0);
  if (!issuer)
    X509_set_issuer_name(certificate.get(), subject);
  addExtension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  addExtension(certificate.get(), NID_key_usage, "critical,keyCertSign");
  X509_sign(certificate.get(), issuer ? issuer->key.get() : key.get(),
            EVP_sha256());
  return {std::move(key), std::move(certificate)};
}

/// Maker and model of the TPM, as the TCG wants it: in a critical alternative
/// name, with an empty subject.
static void addMaker(X509 *certificate) {
  X509_NAME *name = X509_NAME_new();
  X509_NAME_add_entry_by_txt(
      name, "2.23.133.2.1", MBSTRING_UTF8,
      reinterpret_cast<const unsigned char *>("id:54455354"), -1, -1, 0);
  GENERAL_NAME *general = GENERAL_NAME_new();
  GENERAL_NAME_set0_value(general, GEN_DIRNAME, name);
  GENERAL_NAMES *names = GENERAL_NAMES_new();
  sk_GENERAL_NAME_push(names, general);
  X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, /*crit=*/1, 0);
  GENERAL_NAMES_free(names);
}

std::vector<uint8_t> hwlock::test::endorse(const Authority &issuer,
                                           EVP_PKEY *key,
                                           const EndorsementOptions &options) {
  Owned509 certificate = blank(
      key, X509_get_subject_name(issuer.certificate.get()), options.endsIn);
  addMaker(certificate.get());
  addExtension(certificate.get(), NID_basic_constraints,
               options.isAuthority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  if (!options.purpose.empty())
    addExtension(certificate.get(), NID_ext_key_usage, options.purpose);
  X509_sign(certificate.get(), issuer.key.get(), EVP_sha256());
  uint8_t *der = nullptr;
  int length = i2d_X509(certificate.get(), &der);
  std::vector<uint8_t> bytes(der, der + length);
  OPENSSL_free(der);
  return bytes;
}

std::string Authority::pem() const {
  OwnedBio memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(memory.get(), certificate.get());
  char *text = nullptr;
  long length = BIO_get_mem_data(memory.get(), &text);
  return std::string(text, static_cast<size_t>(length));
}
