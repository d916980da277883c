//===- Unseal.cpp - One weight under many keys ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Commands.h"
#include "hwlock/Codegen/Native/Arena.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/WeightChain.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Support/File.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

using namespace hwlock;
using rt::Result;

/// Decodes `sealed`, weight `index` of `vault`, with each key, one after the
/// other, into one buffer.
static Result<void> unsealAll(const rt::Vault &vault, uint32_t index,
                              std::span<const uint8_t> sealed,
                              std::span<const uint8_t> tags,
                              std::span<const test::DataKey> keys,
                              std::vector<uint8_t> &out) {
  const rt::WeightRecord &record = vault.weights[index];
  uint64_t size = record.shape.bytes();
  core::MatrixShape shape = record.shape.matrix();
  auto scratch =
      Arena::create(core::unsealScratchBytes(rt::chainOf(record.chain), shape));
  if (!scratch)
    return rt::environmentError("not enough memory");
  std::vector<uint8_t> bytes = rt::writeVault(vault);
  out.resize(size * keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    auto status = static_cast<Status>(hwlock_core_unseal(
        bytes.data(), bytes.size(), keys[i].data(), index, sealed.data(),
        tags.data(), out.data() + i * size, size, scratch->data()));
    if (status != Status::Ok)
      return rt::badInput("weight " + std::to_string(index) +
                          " cannot be decoded");
  }
  return {};
}

/// Makes weight `index` one that only AES masks, which under garbage whoever
/// has the file can do; what is left of `sealed` are its masked bytes.
static void keepOnlyAes(rt::Vault &vault, uint32_t index,
                        std::span<const uint8_t> &sealed) {
  rt::WeightRecord &record = vault.weights[index];
  core::WeightChain chain = rt::chainOf(record.chain);
  sealed = sealed.subspan(core::clearBytes(chain, record.shape.matrix()));
  record.chain = {record.chain.back()};
  record.shape = {1, sealed.size(), layout::elementOther, 1};
  record.sealedSize = sealed.size();
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
  if (index >= vault->weights.size())
    return rt::badInput("no weight " + std::to_string(index));
  if (words[2] == "payload" && vault->policy != rt::Policy::Garbage)
    return rt::badInput("a part of a weight has no tag to decode it with: lock "
                        "it for the policy garbage");
  auto sealed = rt::readFile(words[0] + "/" + words[1] + ".sealed");
  if (!sealed)
    return sealed.error();
  auto tags = rt::readFile(words[0] + "/" + words[1] + ".tags");
  if (!tags)
    return tags.error();
  auto keys = readKeys(words[3]);
  if (!keys)
    return keys.error();
  std::span<const uint8_t> masked = *sealed;
  if (words[2] == "payload")
    keepOnlyAes(*vault, index, masked);
  std::vector<uint8_t> out;
  auto start = std::chrono::steady_clock::now();
  if (auto done = unsealAll(*vault, index, masked, *tags, *keys, out); !done)
    return done;
  llvm::outs() << millisecondsSince(start) / double(keys->size()) << "\n";
  return rt::writeFileAtomically(words[4], out);
}
