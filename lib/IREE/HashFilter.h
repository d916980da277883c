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
  /// For about `entries` hashes: 1 of 16 others passes.
  explicit HashFilter(uint64_t entries)
      : shift(64 - llvm::Log2_64_Ceil(16 * entries + 64)),
        bits((uint64_t(1) << (64 - shift)) / 64) {}

  void insert(uint64_t hash) {
    uint64_t bit = hash >> shift;
    bits[bit / 64] |= uint64_t(1) << bit % 64;
  }
  bool mayContain(uint64_t hash) const {
    uint64_t bit = hash >> shift;
    return bits[bit / 64] >> bit % 64 & 1;
  }

private:
  unsigned shift;
  std::vector<uint64_t> bits;
};

} // namespace hwlock

#endif // HWLOCK_LIB_IREE_HASHFILTER_H
