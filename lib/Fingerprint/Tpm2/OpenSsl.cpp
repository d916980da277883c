//===- OpenSsl.cpp - RSA keys with OpenSSL --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "OpenSsl.h"
#include <openssl/core_names.h>
#include <openssl/rsa.h>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

OwnedKey tpm2::rsaKey(Bytes modulus) {
  // OSSL_PARAM has numbers in the order of the machine.
  std::vector<uint8_t> number(modulus.rbegin(), modulus.rend());
  unsigned exponent = RSA_F4;
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, number.data(),
                              number.size()),
      OSSL_PARAM_construct_uint(OSSL_PKEY_PARAM_RSA_E, &exponent),
      OSSL_PARAM_construct_end()};
  OwnedKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY *key = nullptr;
  if (context && EVP_PKEY_fromdata_init(context.get()) == 1)
    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters);
  return OwnedKey(key);
}
