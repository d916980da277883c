//===- WindowSearch.h - Contiguous pieces of weights ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Windows of 16 bytes are taken from each weight at a stride and looked up at
// every byte of the data. The stride is 1 for weights up to 64 KiB, and for
// all if they have no more than 4 MiB together; then every window is found.
// Otherwise it keeps the table at about 4 Mi windows: with 90 MB it is 22, and
// whatever is at least 37 contiguous bytes of a weight is found.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_IREE_WINDOWSEARCH_H
#define HWLOCK_LIB_IREE_WINDOWSEARCH_H

#include "HashFilter.h"
#include "hwlock/IREE/PlaintextScan.h"
#include "llvm/ADT/BitVector.h"

namespace hwlock {

class WindowSearch {
public:
  static constexpr size_t windowBytes = 16;
  /// Windows with fewer different bytes say nothing: zeros, splats and small
  /// integers are in any file.
  static constexpr unsigned leastDifferentBytes = 6;

  explicit WindowSearch(llvm::ArrayRef<PlainWeight> weights);
  void search(llvm::ArrayRef<uint8_t> data);
  WindowCount count(size_t weight) const;

private:
  /// Windows are numbered through all weights. Where those of a weight start.
  struct Sampling {
    uint32_t first;
    uint32_t count;
    uint64_t stride;
  };
  const uint8_t *window(uint32_t number) const;
  void insert(uint32_t number);
  /// A window, with half of its hash: the bytes of the weights, which may be
  /// far larger than memory, are looked at only where both halves agree.
  struct Entry {
    uint32_t number;
    uint32_t tag;
  };
  /// Where `bytes` are in `table`, or the free place for them.
  Entry &place(const uint8_t *bytes, uint64_t hash);

  llvm::ArrayRef<PlainWeight> weights;
  std::vector<Sampling> samplings;
  HashFilter filter;
  /// Open addressing: each content once.
  std::vector<Entry> table;
  llvm::BitVector sought, found;
};

} // namespace hwlock

#endif // HWLOCK_LIB_IREE_WINDOWSEARCH_H
