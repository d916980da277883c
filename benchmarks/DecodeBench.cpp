//===- DecodeBench.cpp - How fast weights are unsealed --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every AES level of this CPU against OpenSSL, in place, in one run: compare
// rows of the same run only. `decode` is what the garbage policy does, `verify`
// what the error policy does: tag and decode chunk by chunk; -256 with the long
// key. Rates are per CPU second: other load on the machine matters less.
//===----------------------------------------------------------------------===//
#include "ChainBench.h"
#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/VaultLayout.h"
#include <algorithm>
#include <benchmark/benchmark.h>
#include <memory>
#include <openssl/evp.h>
#include <string>
#include <vector>

using namespace hwlock;
using namespace hwlock::core;

static constexpr uint8_t key[32] = {1, 2, 3};
static constexpr uint8_t nonce[16] = {4, 5, 6};
/// SHA-256 of the core, weight id, chunk index, size.
static constexpr uint8_t associated[64] = {7, 8, 9};

static const char *name(AesLevel level) {
  constexpr const char *names[] = {"portable", "aesni", "vaes256", "vaes512"};
  return names[int(level)];
}

/// Calls `decode(chunk, size)` for all chunks of a buffer, again and again.
template <typename Decode>
static void run(benchmark::State &state, uint64_t chunk, Decode decode) {
  const uint64_t size = uint64_t(state.range(0));
  std::vector<uint8_t> buffer(size, 0x5a);
  for (auto iteration : state) {
    for (uint64_t done = 0; done < size; done += chunk)
      decode(buffer.data() + done, std::min(chunk, size - done));
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(int64_t(state.iterations() * size));
}

static void decodeWithCore(benchmark::State &state, AesLevel level,
                           uint32_t keyBytes) {
  AesKey expanded;
  aesExpandKey(level, key, keyBytes, expanded);
  run(state, uint64_t(state.range(0)), [&](uint8_t *data, uint64_t size) {
    aesCtr(level, expanded, nonce, 2, data, data, size);
  });
}

static void verifyWithCore(benchmark::State &state, AesLevel level,
                           uint32_t keyBytes) {
  AesKey expanded;
  aesExpandKey(level, key, keyBytes, expanded);
  run(state, layout::chunkBytes, [&](uint8_t *data, uint64_t size) {
    uint8_t tag[16];
    gcmDecrypt(level, expanded, nonce, associated, sizeof associated, data,
               data, size, tag);
    benchmark::DoNotOptimize(tag);
  });
}

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

static void decodeWithOpenSsl(benchmark::State &state,
                              const EVP_CIPHER *cipher) {
  Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  EVP_DecryptInit_ex(context.get(), cipher, nullptr, key, nonce);
  run(state, uint64_t(state.range(0)), [&](uint8_t *data, uint64_t size) {
    int written = 0;
    EVP_DecryptUpdate(context.get(), data, &written, data, int(size));
  });
}

static void verifyWithOpenSsl(benchmark::State &state,
                              const EVP_CIPHER *cipher) {
  Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  EVP_DecryptInit_ex(context.get(), cipher, nullptr, key, nullptr);
  run(state, layout::chunkBytes, [&](uint8_t *data, uint64_t size) {
    uint8_t tag[16] = {};
    int written = 0;
    EVP_DecryptInit_ex(context.get(), nullptr, nullptr, nullptr, nonce);
    EVP_DecryptUpdate(context.get(), nullptr, &written, associated,
                      sizeof associated);
    EVP_DecryptUpdate(context.get(), data, &written, data, int(size));
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, sizeof tag, tag);
    // The tag is wrong; that is found out after the work.
    EVP_DecryptFinal_ex(context.get(), data, &written);
  });
}

template <typename Function, typename... Arguments>
static void add(const std::string &name, Function function,
                Arguments... arguments) {
  benchmark::RegisterBenchmark(name.c_str(), function, arguments...)
      ->Arg(512 << 10)
      ->Arg(8 << 20)
      ->Arg(256 << 20);
}

static void addAll(const std::string &bits, uint32_t keyBytes,
                   const EVP_CIPHER *ctr, const EVP_CIPHER *gcm) {
  const std::string decode = "decode" + bits + "/",
                    verify = "verify" + bits + "/";
  add(decode + "openssl", decodeWithOpenSsl, ctr);
  add(verify + "openssl", verifyWithOpenSsl, gcm);
  for (AesLevel level : {AesLevel::Portable, AesLevel::AesNi, AesLevel::Vaes256,
                         AesLevel::Vaes512}) {
    if (!aesLevelSupported(level))
      continue;
    add(decode + name(level), decodeWithCore, level, keyBytes);
    add(verify + name(level), verifyWithCore, level, keyBytes);
  }
}

int main(int argc, char **argv) {
  addAll("", 16, EVP_aes_128_ctr(), EVP_aes_128_gcm());
  addAll("-256", 32, EVP_aes_256_ctr(), EVP_aes_256_gcm());
  addChainBenchmarks();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 1;
  benchmark::RunSpecifiedBenchmarks();
}
