//===- HashFilter.h - Answers "surely not there" from little memory -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A table of all that is searched for does not fit into a cache, and nearly
// every position of a file is a miss: these bits tell most of them.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_IREE_HASHFILTER_H
#define HWLOCK_LIB_IREE_HASHFILTER_H

#include "llvm/Support/MathExtras.h"
#include <cstdint>
#include <vector>

namespace hwlock {

class HashFilter {
public:
  /// For about `entries` hashes: fewer than 1 of 50 others pass.
  explicit HashFilter(uint64_t entries)
      : shift(64 - llvm::Log2_64_Ceil(entries / 4 + 2)),
        words(uint64_t(1) << (64 - shift)) {}

  void insert(uint64_t hash) { words[hash >> shift] |= pattern(hash); }
  bool mayContain(uint64_t hash) const {
    return (~words[hash >> shift] & pattern(hash)) == 0;
  }

private:
  /// Three bits of one word, so that a look touches one cache line.
  static uint64_t pattern(uint64_t hash) {
    return uint64_t(1) << (hash & 63) | uint64_t(1) << (hash >> 6 & 63) |
           uint64_t(1) << (hash >> 12 & 63);
  }

  unsigned shift;
  std::vector<uint64_t> words;
};

} // namespace hwlock

#endif // HWLOCK_LIB_IREE_HASHFILTER_H
