//===- ChannelBlocks.h - Channels that may be mixed -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_CHANNELBLOCKS_H
#define HWLOCK_LIB_SOFT_CHANNELBLOCKS_H

#include "hwlock/Soft/ChannelAnalysis.h"
#include "hwlock/Soft/MixingMatrix.h"
#include "hwlock/Soft/WeightEditor.h"
#include <optional>
#include <vector>

namespace hwlock {

/// The largest divisor of `number` that is at most `most`: how many channels
/// one matrix mixes.
int64_t largestDivisor(int64_t number, int64_t most);

/// Blocks of consecutive channels that only linear operations lie behind, so
/// that one matrix may be applied to them: the head of an attention, part of a
/// linear bottleneck. Blocks whose channels are united have one number, and
/// thus one matrix. What lies in some weight in a way that no matrix can follow
/// is no block.
class ChannelBlocks {
public:
  ChannelBlocks(const ChannelAnalysis &analysis, unsigned largest);

  struct Place {
    /// Number of the block; -1 if the channel may not be mixed.
    int64_t block = -1;
    int64_t position = 0;
    /// The transposed inverse of the matrix applies.
    bool inverse = false;
  };
  Place find(int64_t channel) const;
  /// Of each block, in channels; 0 if it is not to be mixed.
  llvm::ArrayRef<int64_t> sizes() const { return blockSizes; }
  /// True if any channel of `weight` is in one.
  bool mix(const ChannelWeight &weight) const;
  /// Takes back all blocks with a channel of `weight`.
  void drop(const ChannelWeight &weight);

private:
  void addBlock(int64_t first, int64_t size, bool mixed);

  const ChannelClasses &classes;
  /// Of the representatives.
  llvm::DenseMap<int64_t, Place> places;
  std::vector<int64_t> blockSizes;
};

/// The elements of a constant that one matrix applies to: `first`, `first +
/// step` and so on, as many as the block has channels.
struct BlockRun {
  int64_t block;
  bool inverse;
  size_t first, step;
};

/// All runs of `weight`; nothing if a block lies in it in another way.
std::optional<std::vector<BlockRun>> blockRuns(const ChannelWeight &weight,
                                               const ChannelBlocks &blocks);

/// True if hwlock-head-mix with these `blocks` rewrites the weight of `layer`.
bool headMixRewrites(LinearLayer layer, const ChannelAnalysis &analysis,
                     const ChannelBlocks &blocks);

/// The distance between the elements of one channel of `weight` and of the
/// next; nothing if no axis counts channels one by one.
std::optional<size_t> unitStep(const ChannelWeight &weight);

/// Multiplies the channels of `weight`, all along one axis, by the matrix with
/// `blocks` on its diagonal, or by its inverse if the weight reads them.
void multiplyChannels(const ChannelWeight &weight,
                      llvm::ArrayRef<MixingMatrix> blocks,
                      WeightEditor &editor);

/// Multiplies the elements of `run` by the square `matrix` of `size` rows, in
/// float64.
void multiply(llvm::MutableArrayRef<float> values, const BlockRun &run,
              llvm::ArrayRef<double> matrix, unsigned size);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_CHANNELBLOCKS_H
