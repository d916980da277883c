//===- WordSearch.cpp - More words of weights than chance gives -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "WordSearch.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/Endian.h"
#include <cmath>

using namespace hwlock;

/// Enough to see a hundredth of a weight in a file of 90 MB.
static constexpr uint64_t mostWords = 4096;

static uint64_t hashOf(uint32_t word) {
  uint64_t hash = (word + uint64_t(1)) * 0x9E3779B97F4A7C15;
  return hash ^ hash << 31;
}

/// A byte beside three zeros is everywhere, and so are small integers of either
/// sign, such as the positions that code counts: of 90 MB of code and random
/// bytes a table of 512 of them alone made all weights together look found.
static bool saysSomething(uint32_t word) {
  return (word & 0x00FFFFFF) && word > 0xFFFF && word < 0xFFFF0000;
}

static void sortUnique(std::vector<uint32_t> &words) {
  llvm::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

WordSearch::Sample WordSearch::sampleOf(const PlainWeight &weight) {
  Sample sample;
  uint64_t count = weight.bytes.size() / 4;
  uint64_t step = std::max<uint64_t>(1, llvm::divideCeil(count, mostWords));
  for (uint64_t i = 0; i < count; i += step) {
    uint32_t word =
        llvm::support::endian::read32le(weight.bytes.data() + 4 * i);
    if (saysSomething(word))
      sample.words.push_back(word);
  }
  sortUnique(sample.words);
  for (uint32_t word : sample.words)
    for (uint32_t flipped = 2; flipped <= 16; flipped += 2) {
      uint32_t control = word ^ flipped << llvm::countr_zero(word);
      if (saysSomething(control) && !llvm::binary_search(sample.words, control))
        sample.controls.push_back(control);
    }
  sortUnique(sample.controls);
  return sample;
}

static uint64_t entriesOf(llvm::ArrayRef<PlainWeight> weights) {
  uint64_t entries = 0;
  for (const PlainWeight &weight : weights)
    entries += 9 * std::min<uint64_t>(weight.bytes.size() / 4, mostWords);
  return entries;
}

WordSearch::WordSearch(llvm::ArrayRef<PlainWeight> weights)
    : filter(entriesOf(weights)) {
  for (const PlainWeight &weight : weights)
    samples.push_back(sampleOf(weight));
  for (const Sample &sample : samples) {
    insert(sample.words);
    insert(sample.controls);
  }
}

void WordSearch::insert(llvm::ArrayRef<uint32_t> words) {
  for (uint32_t word : words) {
    filter.insert(hashOf(word));
    found.try_emplace(word, false);
  }
}

void WordSearch::search(llvm::ArrayRef<uint8_t> data) {
  for (size_t at = 0; at + 4 <= data.size(); ++at) {
    uint32_t word = llvm::support::endian::read32le(data.data() + at);
    if (!filter.mayContain(hashOf(word)) || !saysSomething(word))
      continue;
    if (auto entry = found.find(word); entry != found.end())
      entry->second = true;
  }
}

uint64_t WordSearch::countFound(llvm::ArrayRef<uint32_t> words) const {
  return llvm::count_if(words,
                        [&](uint32_t word) { return found.lookup(word); });
}

WordCount WordSearch::count(size_t weight) const {
  const Sample &sample = samples[weight];
  return {sample.words.size(), countFound(sample.words), sample.controls.size(),
          countFound(sample.controls)};
}

void WordCount::operator+=(const WordCount &other) {
  sought += other.sought;
  found += other.found;
  controls += other.controls;
  controlsFound += other.controlsFound;
}

/// By chance, each of the words and controls that were found is a word with
/// the share that words have among both: a binomial tail.
double WordCount::chance() const {
  if (sought == 0 || controls < sought)
    return 1; // Nothing to compare with.
  uint64_t all = found + controlsFound;
  double share = double(sought) / double(sought + controls);
  if (double(found) <= share * double(all))
    return 1;
  double n = double(all), k = double(found);
  double term = std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) -
                         std::lgamma(n - k + 1) + k * std::log(share) +
                         (n - k) * std::log1p(-share));
  double sum = 0;
  for (; term > sum * 1e-12; ++k) {
    sum += term;
    term *= (n - k) / (k + 1) * share / (1 - share);
  }
  return sum;
}
