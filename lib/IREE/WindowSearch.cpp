//===- WindowSearch.cpp - Contiguous pieces of weights --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "WindowSearch.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/Endian.h"
#include <bitset>
#include <cstring>

using namespace hwlock;

static constexpr uint64_t mostWindows = uint64_t(1) << 22;
static constexpr uint64_t smallWeight = uint64_t(1) << 16;
static constexpr uint32_t freePlace = UINT32_MAX;

static uint64_t hashOf(const uint8_t *window) {
  uint64_t low = llvm::support::endian::read64le(window);
  uint64_t high = llvm::support::endian::read64le(window + 8);
  uint64_t hash = (low ^ llvm::rotl(high, 32)) * 0x9E3779B97F4A7C15;
  hash = (hash ^ hash >> 32 ^ high) * 0xD6E8FEB86659FD93;
  return hash ^ hash >> 32;
}

static bool saysSomething(const uint8_t *window) {
  std::bitset<256> values;
  for (size_t i = 0; i < WindowSearch::windowBytes; ++i)
    values.set(window[i]);
  return values.count() >= WindowSearch::leastDifferentBytes;
}

/// Distance between the windows of a large weight.
static uint64_t commonStride(llvm::ArrayRef<PlainWeight> weights) {
  uint64_t bytes = 0;
  for (const PlainWeight &weight : weights)
    bytes += weight.bytes.size();
  return std::max<uint64_t>(1, llvm::divideCeil(bytes, mostWindows));
}

static uint64_t windowsOf(const PlainWeight &weight, uint64_t stride) {
  size_t size = weight.bytes.size();
  if (size < WindowSearch::windowBytes)
    return 0;
  return (size - WindowSearch::windowBytes) / stride + 1;
}

static uint64_t strideOf(const PlainWeight &weight, uint64_t common) {
  return weight.bytes.size() <= smallWeight ? 1 : common;
}

static uint64_t countWindows(llvm::ArrayRef<PlainWeight> weights) {
  uint64_t stride = commonStride(weights), all = 0;
  for (const PlainWeight &weight : weights)
    all += windowsOf(weight, strideOf(weight, stride));
  return all;
}

WindowSearch::WindowSearch(llvm::ArrayRef<PlainWeight> weights)
    : weights(weights), filter(countWindows(weights)),
      table(llvm::PowerOf2Ceil(countWindows(weights) * 3 / 2 + 1),
            Entry{freePlace, 0}) {
  uint64_t common = commonStride(weights);
  uint32_t next = 0;
  for (const PlainWeight &weight : weights) {
    uint64_t stride = strideOf(weight, common);
    uint32_t count = windowsOf(weight, stride);
    samplings.push_back({next, count, stride});
    next += count;
  }
  sought.resize(next);
  found.resize(next);
  for (uint32_t number = 0; number < next; ++number)
    insert(number);
}

const uint8_t *WindowSearch::window(uint32_t number) const {
  auto after = llvm::upper_bound(samplings, number,
                                 [](uint32_t number, const Sampling &sampling) {
                                   return number < sampling.first;
                                 });
  size_t weight = std::prev(after) - samplings.begin();
  const Sampling &sampling = samplings[weight];
  return weights[weight].bytes.data() +
         (number - sampling.first) * sampling.stride;
}

WindowSearch::Entry &WindowSearch::place(const uint8_t *bytes, uint64_t hash) {
  size_t mask = table.size() - 1;
  size_t at = hash & mask;
  auto holdsAnother = [&](const Entry &entry) {
    return entry.number != freePlace &&
           (entry.tag != hash >> 32 ||
            std::memcmp(window(entry.number), bytes, windowBytes) != 0);
  };
  while (holdsAnother(table[at]))
    at = (at + 1) & mask;
  return table[at];
}

void WindowSearch::insert(uint32_t number) {
  const uint8_t *bytes = window(number);
  if (!saysSomething(bytes))
    return;
  uint64_t hash = hashOf(bytes);
  Entry &entry = place(bytes, hash);
  if (entry.number != freePlace)
    return;
  entry = {number, uint32_t(hash >> 32)};
  sought.set(number);
  filter.insert(hash);
}

void WindowSearch::search(llvm::ArrayRef<uint8_t> data) {
  for (size_t at = 0; at + windowBytes <= data.size(); ++at) {
    const uint8_t *bytes = data.data() + at;
    uint64_t hash = hashOf(bytes);
    if (!filter.mayContain(hash))
      continue;
    if (uint32_t number = place(bytes, hash).number; number != freePlace)
      found.set(number);
  }
}

WindowCount WindowSearch::count(size_t weight) const {
  auto [first, count, stride] = samplings[weight];
  WindowCount result;
  for (uint32_t number = first; number < first + count; ++number) {
    result.sought += sought.test(number);
    result.found += found.test(number);
  }
  return result;
}
