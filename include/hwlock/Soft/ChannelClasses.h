//===- ChannelClasses.h - Channels that must be changed together ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SOFT_CHANNELCLASSES_H
#define HWLOCK_SOFT_CHANNELCLASSES_H

#include "hwlock/Soft/ChannelMap.h"
#include <string>
#include <vector>

namespace hwlock {

/// Equivalence classes of channels, where two may also be tied as inverses of
/// each other: what multiplies one divides the other, as query and key of an
/// attention. A disjoint-set forest (Tarjan, 1975) with a sign on each edge.
class ChannelClasses {
public:
  struct Member {
    int64_t representative;
    /// The factor of this channel is one over that of the representative.
    bool inverse;
  };

  /// `count` new channels; returns the first.
  int64_t add(int64_t count);
  int64_t size() const { return nodes.size(); }

  Member find(int64_t channel) const;
  void unite(int64_t a, int64_t b, bool inverse = false);

  /// The class must stay as it is, because of `reason`. The first one is kept.
  void pin(int64_t channel, llvm::StringRef reason);
  /// Why the class must stay as it is; empty if it need not.
  llvm::StringRef whyPinned(int64_t channel) const;

  /// Channels may be mixed with others only within blocks of a size that
  /// divides `size`; 1 allows a scale alone. The first `reason`, which must
  /// live for ever, why there are no blocks is kept.
  void limitBlock(int64_t channel, int64_t size, llvm::StringRef reason);
  /// 0 if nothing limits it.
  int64_t blockLimit(int64_t channel) const;
  /// Why the class takes a scale alone; empty unless its limit is 1.
  llvm::StringRef whyLimited(int64_t channel) const;

private:
  struct Node {
    mutable int64_t parent;
    mutable bool inverse = false;
    int64_t block = 0;
    llvm::StringRef whyLimited;
    std::string reason;
  };
  std::vector<Node> nodes;
};

} // namespace hwlock

#endif // HWLOCK_SOFT_CHANNELCLASSES_H
