//===- main.cpp - hwlock-test-vectors -------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// usage: hwlock-test-vectors OUTPUT
// Seals with OpenSSL what a machine without it shall open (Vectors.h).
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include "SealedModel.h"
#include "TestProfile.h"
#include "Vectors.h"
#include "hwlock/Support/File.h"
#include <cstdio>
#include <memory>
#include <openssl/evp.h>
#include <random>

using namespace hwlock;
using namespace hwlock::test;

/// Sizes around a block, what kernels take at once, and a chunk.
static constexpr size_t sizes[] = {0,   1,   15,   16,   17,    31,   32,
                                   127, 128, 129,  144,  255,   256,  300,
                                   511, 600, 1023, 4096, 65536, 65537};

static Bytes randomBytes(std::mt19937 &engine, size_t size) {
  Bytes bytes(size);
  for (uint8_t &byte : bytes)
    byte = uint8_t(engine());
  return bytes;
}

static Record gcmRecord(std::mt19937 &engine, size_t keyBytes, size_t size) {
  Bytes key = randomBytes(engine, keyBytes), nonce = randomBytes(engine, 12);
  Bytes associated = randomBytes(engine, size % 70);
  Bytes plain = randomBytes(engine, size), sealed(size + 1), tag(16);
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int written = 0;
  EVP_EncryptInit_ex(context.get(),
                     keyBytes == 32 ? EVP_aes_256_gcm() : EVP_aes_128_gcm(),
                     nullptr, key.data(), nonce.data());
  EVP_EncryptUpdate(context.get(), nullptr, &written, associated.data(),
                    int(associated.size()));
  EVP_EncryptUpdate(context.get(), sealed.data(), &written, plain.data(),
                    int(size));
  EVP_EncryptFinal_ex(context.get(), sealed.data() + size, &written);
  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, 16, tag.data());
  sealed.resize(size);
  return {key, nonce, associated, plain, sealed, tag};
}

static Record modelRecord(rt::Policy policy) {
  HwlockMeasurement measurement = fixedMeasurement();
  rt::Profile profile = makeProfile(measurement);
  SealedModel model = sealModel(policy, {&profile}, {1, 4096, 65536, 131073});
  auto *start = reinterpret_cast<const uint8_t *>(&measurement);
  Record record{model.vault, Bytes(start, start + sizeof measurement)};
  for (const SealedWeight &weight : model.weights)
    record.insert(record.end(), {weight.plain, weight.sealed, weight.tags});
  return record;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: hwlock-test-vectors OUTPUT\n");
    return int(Status::Usage);
  }
  Vectors vectors;
  std::mt19937 engine(1);
  for (size_t keyBytes : {16, 32})
    for (size_t size : sizes)
      vectors.gcm.push_back(gcmRecord(engine, keyBytes, size));
  for (rt::Policy policy : {rt::Policy::Error, rt::Policy::Garbage})
    vectors.models.push_back(modelRecord(policy));
  auto written = rt::writeFileAtomically(argv[1], writeVectors(vectors));
  if (!written)
    std::fprintf(stderr, "hwlock-test-vectors: error: %s\n",
                 written.error().message.c_str());
  return int(written ? Status::Ok : written.error().status);
}
