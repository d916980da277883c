//===- ChannelClasses.cpp - Channels that must be changed together --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Soft/ChannelClasses.h"
#include <numeric>

using namespace mlir;

namespace hwlock {

int64_t ChannelClasses::add(int64_t count) {
  int64_t first = nodes.size();
  for (int64_t i = 0; i < count; ++i) {
    Node node;
    node.parent = first + i;
    nodes.push_back(std::move(node));
  }
  return first;
}

ChannelClasses::Member ChannelClasses::find(int64_t channel) const {
  int64_t root = channel;
  bool inverse = false;
  while (nodes[root].parent != root) {
    inverse ^= nodes[root].inverse;
    root = nodes[root].parent;
  }
  // Shorten the path: each node on it gets its own sign towards the root.
  bool sign = inverse;
  while (nodes[channel].parent != root && channel != root) {
    const Node &node = nodes[channel];
    bool next = sign ^ node.inverse;
    int64_t parent = node.parent;
    node.parent = root;
    node.inverse = sign;
    channel = parent;
    sign = next;
  }
  return {root, inverse};
}

void ChannelClasses::unite(int64_t a, int64_t b, bool inverse) {
  Member left = find(a), right = find(b);
  bool sign = left.inverse ^ right.inverse ^ inverse;
  Node &into = nodes[left.representative];
  if (left.representative == right.representative) {
    if (sign && into.reason.empty())
      into.reason = "a channel would have to be its own inverse";
    return;
  }
  Node &from = nodes[right.representative];
  from.parent = left.representative;
  from.inverse = sign;
  into.block = std::gcd(into.block, from.block);
  if (into.whyLimited.empty())
    into.whyLimited = from.whyLimited;
  if (into.reason.empty())
    into.reason = std::move(from.reason);
}

void ChannelClasses::pin(int64_t channel, StringRef reason) {
  Node &node = nodes[find(channel).representative];
  if (node.reason.empty())
    node.reason = reason.str();
}

StringRef ChannelClasses::whyPinned(int64_t channel) const {
  return nodes[find(channel).representative].reason;
}

void ChannelClasses::limitBlock(int64_t channel, int64_t size,
                                StringRef reason) {
  Node &node = nodes[find(channel).representative];
  node.block = std::gcd(node.block, size);
  if (node.block == 1 && node.whyLimited.empty())
    node.whyLimited = reason;
}

StringRef ChannelClasses::whyLimited(int64_t channel) const {
  return nodes[find(channel).representative].whyLimited;
}

int64_t ChannelClasses::blockLimit(int64_t channel) const {
  return nodes[find(channel).representative].block;
}

} // namespace hwlock
