//===- ChainBench.cpp - How fast chains of transformations are undone -----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As the decoder does under garbage: AES chunk by chunk into a buffer, from
// there into the weight. Bytes are those of the plain weight.
//===----------------------------------------------------------------------===//
#include "ChainBench.h"
#include "hwlock/Core/Shuffle.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Runtime/PretransformEncoder.h"
#include <algorithm>
#include <benchmark/benchmark.h>
#include <random>
#include <string>
#include <vector>

using namespace hwlock;
using namespace hwlock::core;

static constexpr uint8_t key[32] = {1, 2, 3};
static constexpr uint8_t nonce[16] = {4, 5, 6};

namespace {

struct alignas(64) Line {
  uint8_t bytes[64];
};

} // namespace

/// Square matrices of f32 of `size` bytes.
static MatrixShape shapeOf(int64_t size) {
  constexpr uint64_t columns = 512;
  return {uint64_t(size) / columns / 4, columns, 4};
}

/// Decrypts chunk by chunk, as unsealing does, into `take`.
template <typename Take>
static void decryptChunks(AesLevel level, const AesKey &expanded,
                          const std::vector<uint8_t> &sealed, uint64_t first,
                          Take take) {
  static Line chunk[layout::chunkBytes / sizeof(Line)];
  for (uint64_t done = first; done < sealed.size();
       done += layout::chunkBytes) {
    uint64_t size =
        std::min<uint64_t>(layout::chunkBytes, sealed.size() - done);
    aesCtr(level, expanded, nonce, 2, sealed.data() + done, chunk->bytes, size);
    take(chunk->bytes, size);
  }
}

static void unshuffleWithCore(benchmark::State &state, AesLevel level) {
  MatrixShape shape = shapeOf(state.range(0));
  AesKey expanded;
  aesExpandKey(level, key, 16, expanded);
  std::vector<uint8_t> sealed(uint64_t(state.range(0)), 0x5a);
  std::vector<uint8_t> plain(sealed.size());
  std::vector<Line> scratch(shuffleScratchBytes(shape) / sizeof(Line));
  for (auto iteration : state) {
    Shuffle shuffle;
    shuffleStart(shuffle, shape, key, level, scratch.data()->bytes);
    decryptChunks(level, expanded, sealed, 0,
                  [&](const uint8_t *bytes, uint64_t size) {
                    unshuffle(shuffle, bytes, size, plain.data());
                  });
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(int64_t(state.iterations() * sealed.size()));
}

/// Normal weights in the quantile code, masked under the benchmark's key.
static std::vector<uint8_t> codedWeights(const AesKey &expanded,
                                         MatrixShape shape) {
  std::mt19937 engine;
  std::normal_distribution<float> normal(0, 0.05f);
  std::vector<float> weights(shape.count());
  for (float &weight : weights)
    weight = normal(engine);
  auto coded = rt::encodePretransform(
      {reinterpret_cast<const uint8_t *>(weights.data()), 4 * weights.size()},
      shape, rt::systemKeys());
  std::vector<uint8_t> sealed(coded->bytes.span().begin(),
                              coded->bytes.span().end());
  for (uint64_t done = pretransformLayout(shape).clearBytes;
       done < sealed.size(); done += layout::chunkBytes)
    aesCtr(AesLevel::Portable, expanded, nonce, 2, sealed.data() + done,
           sealed.data() + done,
           std::min<uint64_t>(layout::chunkBytes, sealed.size() - done));
  return sealed;
}

static void uncodeWithCore(benchmark::State &state, AesLevel level,
                           VectorLevel vectors) {
  MatrixShape shape = shapeOf(state.range(0));
  AesKey expanded;
  aesExpandKey(level, key, 16, expanded);
  std::vector<uint8_t> sealed = codedWeights(expanded, shape);
  uint64_t clear = pretransformLayout(shape).clearBytes;
  std::vector<uint8_t> plain(4 * shape.count());
  std::vector<Line> scratch(pretransformScratchBytes(shape) / sizeof(Line));
  for (auto iteration : state) {
    std::copy_n(sealed.data(), clear, scratch.data()->bytes);
    PretransformDecoder decoder;
    pretransformStart(decoder, shape, vectors, scratch.data()->bytes);
    uint64_t written = 0;
    decryptChunks(level, expanded, sealed, clear,
                  [&](const uint8_t *bytes, uint64_t size) {
                    written += pretransformFeed(decoder, bytes, size,
                                                plain.data() + written);
                  });
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(int64_t(state.iterations() * plain.size()));
}

template <typename Function, typename... Arguments>
static void add(const std::string &name, Function function,
                Arguments... arguments) {
  benchmark::RegisterBenchmark(name.c_str(), function, arguments...)
      ->Arg(512 << 10)
      ->Arg(8 << 20);
}

void addChainBenchmarks() {
  constexpr struct {
    const char *name;
    AesLevel level;
    VectorLevel vectors;
  } cpus[] = {{"portable", AesLevel::Portable, VectorLevel::Scalar},
              {"aesni", AesLevel::AesNi, VectorLevel::Scalar},
              {"vaes256", AesLevel::Vaes256, VectorLevel::Avx2},
              {"vaes512", AesLevel::Vaes512, VectorLevel::Avx512}};
  for (auto &cpu : cpus) {
    if (!aesLevelSupported(cpu.level) || cpu.vectors > vectorLevel())
      continue;
    add(std::string("shuffle,aes/") + cpu.name, unshuffleWithCore, cpu.level);
    add(std::string("pretransform,aes/") + cpu.name, uncodeWithCore, cpu.level,
        cpu.vectors);
  }
}
