//===- ChannelBlocks.cpp - Channels that may be mixed ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ChannelBlocks.h"
#include <numeric>

using namespace mlir;

namespace hwlock {

int64_t largestDivisor(int64_t number, int64_t most) {
  for (int64_t divisor = std::min(number, most); divisor > 1; --divisor)
    if (number % divisor == 0)
      return divisor;
  return 1;
}

ChannelBlocks::ChannelBlocks(const ChannelAnalysis &analysis, unsigned largest)
    : classes(analysis.classes()) {
  for (const LinearLayer &layer : analysis.layers()) {
    int64_t limit = layer.channels;
    bool pinned = false;
    for (int64_t i = 0; i < layer.channels; ++i) {
      int64_t channel = layer.firstChannel + i;
      limit = std::gcd(limit, classes.blockLimit(channel));
      pinned |= !classes.whyPinned(channel).empty();
    }
    int64_t size = largestDivisor(limit, largest);
    for (int64_t i = 0; i < layer.channels; i += size)
      addBlock(layer.firstChannel + i, size, !pinned && size > 1);
  }
  for (const ChannelWeight &weight : analysis.weights())
    if (!blockRuns(weight, *this))
      drop(weight);
}

bool ChannelBlocks::mix(const ChannelWeight &weight) const {
  bool found = false;
  weight.map.forEach(
      [&](int64_t channel) { found |= find(channel).block >= 0; });
  return found;
}

void ChannelBlocks::drop(const ChannelWeight &weight) {
  weight.map.forEach([&](int64_t channel) {
    if (Place place = find(channel); place.block >= 0)
      blockSizes[place.block] = 0;
  });
}

void ChannelBlocks::addBlock(int64_t first, int64_t size, bool mixed) {
  SmallVector<ChannelClasses::Member> members;
  for (int64_t i = 0; i < size; ++i)
    members.push_back(classes.find(first + i));
  auto leader = places.find(members[0].representative);
  bool joins = leader != places.end();
  Place place = joins ? leader->second : Place{int64_t(blockSizes.size()), 0};
  bool inverse = joins && members[0].inverse != place.inverse;
  bool even = !joins || blockSizes[place.block] == size;
  if (!joins)
    blockSizes.push_back(mixed ? size : 0);
  for (auto [position, member] : llvm::enumerate(members)) {
    Place mine{place.block, int64_t(position), member.inverse != inverse};
    auto [known, isNew] = places.try_emplace(member.representative, mine);
    const Place &there = known->second;
    if (isNew ? !joins
              : there.block == mine.block && there.position == mine.position &&
                    there.inverse == mine.inverse)
      continue;
    even = false;
    blockSizes[there.block] = 0;
  }
  if (!even || !mixed)
    blockSizes[place.block] = 0;
}

ChannelBlocks::Place ChannelBlocks::find(int64_t channel) const {
  ChannelClasses::Member member = classes.find(channel);
  auto known = places.find(member.representative);
  if (known == places.end() || blockSizes[known->second.block] == 0)
    return {};
  Place place = known->second;
  place.inverse ^= member.inverse;
  return place;
}

std::optional<size_t> unitStep(const ChannelWeight &weight) {
  size_t step = 1;
  for (unsigned axis = weight.map.rank(); axis-- > 0;) {
    size_t within = step;
    for (const Digit &digit : llvm::reverse(weight.map.axis(axis))) {
      if (digit.stride == 1)
        return within;
      within *= digit.size;
    }
    step *= weight.shape()[axis];
  }
  return std::nullopt;
}

std::optional<std::vector<BlockRun>> blockRuns(const ChannelWeight &weight,
                                               const ChannelBlocks &blocks) {
  std::vector<BlockRun> runs;
  if (!blocks.mix(weight))
    return runs;
  std::optional<size_t> step = unitStep(weight);
  if (!step)
    return std::nullopt;
  std::vector<int64_t> channels;
  forEachElement(weight.shape(), weight.map,
                 [&](size_t, int64_t channel) { channels.push_back(channel); });
  size_t covered = 0, expected = 0;
  for (auto [at, channel] : llvm::enumerate(channels)) {
    ChannelBlocks::Place place = blocks.find(channel);
    if (place.block < 0)
      continue;
    ++expected;
    if (place.position != 0)
      continue;
    int64_t size = blocks.sizes()[place.block];
    for (int64_t i = 0; i < size; ++i, ++covered)
      if (at + i * *step >= channels.size() ||
          channels[at + i * *step] != channel + i)
        return std::nullopt;
    runs.push_back({place.block, place.inverse, at, *step});
  }
  // Every element of a block belongs to one run.
  if (covered != expected)
    return std::nullopt;
  return runs;
}

bool headMixRewrites(LinearLayer layer, const ChannelAnalysis &analysis,
                     const ChannelBlocks &blocks) {
  return llvm::any_of(analysis.weights(), [&](const ChannelWeight &weight) {
    if (weight.constant != layer.weight)
      return false;
    std::optional<std::vector<BlockRun>> runs = blockRuns(weight, blocks);
    return runs && !runs->empty();
  });
}

void multiply(MutableArrayRef<float> values, const BlockRun &run,
              ArrayRef<double> matrix, unsigned size) {
  SmallVector<double> before(size);
  for (unsigned i = 0; i < size; ++i)
    before[i] = values[run.first + i * run.step];
  for (unsigned row = 0; row < size; ++row) {
    double sum = 0;
    for (unsigned column = 0; column < size; ++column)
      sum += matrix[row * size + column] * before[column];
    values[run.first + row * run.step] = float(sum);
  }
}

void multiplyChannels(const ChannelWeight &weight,
                      ArrayRef<MixingMatrix> blocks, WeightEditor &editor) {
  int64_t size = blocks[0].size;
  size_t step = *unitStep(weight);
  MutableArrayRef<float> values = editor.edit(weight.constant);
  std::vector<BlockRun> runs;
  forEachElement(weight.shape(), weight.map, [&](size_t at, int64_t channel) {
    if (channel % size == 0)
      runs.push_back({channel / size, false, at, step});
  });
  for (const BlockRun &run : runs) {
    const MixingMatrix &block = blocks[run.block];
    multiply(values, run, weight.reads ? block.inverseTransposed : block.matrix,
             size);
  }
}

} // namespace hwlock
