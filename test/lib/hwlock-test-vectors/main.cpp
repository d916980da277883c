//===- main.cpp - hwlock-test-vectors -------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// usage: hwlock-test-vectors OUTPUT
// Seals with OpenSSL what a machine without it shall open (Vectors.h).
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include "RepeatingKeys.h"
#include "TestProfile.h"
#include "Vectors.h"
#include "hwlock/Core/WeightChain.h"
#include "hwlock/Runtime/Sealer.h"
#include "hwlock/Support/ByteStream.h"
#include "hwlock/Support/File.h"
#include <bit>
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

static const Bytes chains[] = {
    {layout::transformationAes128},
    {layout::transformationAes256},
    {layout::transformationShuffle},
    {layout::transformationShuffle, layout::transformationAes128},
    {layout::transformationPretransform, layout::transformationAes128},
    {layout::transformationShuffle, layout::transformationPretransform,
     layout::transformationAes256}};

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

/// Elements around zero, as the quantile code expects them.
static Bytes weightBytes(std::mt19937 &engine, const rt::WeightShape &shape) {
  rt::ByteWriter writer;
  for (uint64_t i = 0; i < shape.rows * shape.columns; ++i)
    writer.u32(std::bit_cast<uint32_t>((float(engine() % 4001) - 2000) / 10000 *
                                       float(engine() % 7)));
  return writer.release();
}

/// Weights of several chunks, of one element, and of a row that ends anywhere.
static constexpr rt::WeightShape shapes[] = {{200, 301, layout::elementF32, 4},
                                             {1, 1, layout::elementF32, 4},
                                             {1, 77, layout::elementF32, 4}};

static Record modelRecord(rt::Policy policy, const Bytes &chain) {
  HwlockMeasurement measurement = fixedMeasurement();
  rt::Profile profile = makeProfile(measurement);
  const rt::Profile *profiles[] = {&profile};
  RepeatingKeys keys;
  std::mt19937 engine(2);
  auto sealer = rt::Sealer::create(policy, profiles, 0, keys);
  std::vector<Bytes> weights;
  for (const rt::WeightShape &shape : shapes) {
    Bytes plain = weightBytes(engine, shape), sealed;
    auto result = sealer->seal(shape, chain, plain, [&](uint64_t size) {
      sealed.resize(size);
      return std::span(sealed);
    });
    weights.insert(weights.end(), {plain, sealed, result->tags});
  }
  auto vault = std::move(*sealer).finish();
  auto *start = reinterpret_cast<const uint8_t *>(&measurement);
  Record record{rt::writeVault(*vault),
                Bytes(start, start + sizeof measurement)};
  for (size_t i = 0; i < std::size(shapes); ++i) {
    rt::ByteWriter scratch;
    scratch.u32(uint32_t(core::unsealScratchBytes(
        rt::chainOf(vault->weights[i].chain), shapes[i].matrix())));
    record.insert(record.end(), &weights[3 * i], &weights[3 * i] + 3);
    record.push_back(scratch.release());
  }
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
    for (const Bytes &chain : chains)
      vectors.models.push_back(modelRecord(policy, chain));
  auto written = rt::writeFileAtomically(argv[1], writeVectors(vectors));
  if (!written)
    std::fprintf(stderr, "hwlock-test-vectors: error: %s\n",
                 written.error().message.c_str());
  return int(written ? Status::Ok : written.error().status);
}
