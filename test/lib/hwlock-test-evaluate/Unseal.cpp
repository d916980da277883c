//===- Unseal.cpp - One weight under many keys ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Commands.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Support/File.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

using namespace hwlock;
using rt::Result;

/// Decodes `sealed` with each key, one after the other, into one buffer.
static Result<void> unsealAll(std::span<const uint8_t> vault, uint32_t index,
                              const rt::WeightRecord &weight,
                              std::span<const uint8_t> sealed,
                              std::span<const test::DataKey> keys,
                              std::vector<uint8_t> &out) {
  const uint64_t size = weight.shape.bytes();
  out.resize(size * keys.size());
  struct alignas(64) Line {
    uint8_t bytes[64];
  };
  std::vector<Line> scratch(core::unsealScratchBytes(rt::chainOf(weight.chain),
                                                     weight.shape.matrix()) /
                            sizeof(Line));
  for (size_t i = 0; i < keys.size(); ++i) {
    auto status = static_cast<Status>(
        hwlock_core_unseal(vault.data(), vault.size(), keys[i].data(), index,
                           sealed.data(), nullptr, out.data() + i * size, size,
                           reinterpret_cast<uint8_t *>(scratch.data())));
    if (status != Status::Ok)
      return rt::badInput("weight " + std::to_string(index) +
                          " cannot be decoded");
  }
  return {};
}

static double millisecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(
             std::chrono::steady_clock::now() - start)
      .count();
}

Result<void> evaluate::unseal(Arguments words) {
  uint32_t index;
  if (words.size() != 5 || !llvm::to_integer(words[1], index))
    return usage("unseal DIR WEIGHT payload|plain KEYS OUT");
  auto bytes = rt::readFile(words[0] + "/vault");
  if (!bytes)
    return bytes.error();
  auto vault = rt::readVault(*bytes);
  if (!vault)
    return vault.error();
  if (vault->policy != rt::Policy::Garbage || index >= vault->weights.size())
    return rt::badInput("no weight " + std::to_string(index) +
                        " that decodes without a tag");
  auto sealed = rt::readFile(words[0] + "/" + words[1] + ".sealed");
  if (!sealed)
    return sealed.error();
  auto keys = readKeys(words[3]);
  if (!keys)
    return keys.error();
  std::vector<uint8_t> out;
  auto start = std::chrono::steady_clock::now();
  if (auto done =
          unsealAll(*bytes, index, vault->weights[index], *sealed, *keys, out);
      !done)
    return done;
  llvm::outs() << millisecondsSince(start) / double(keys->size()) << "\n";
  return rt::writeFileAtomically(words[4], out);
}
