//===- WordSearch.h - More words of weights than chance gives -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A compiler that packs a weight for its kernels moves single elements, so that
// no window is left; their 32 bits stay. In n random bytes a given word occurs
// with probability 1 - exp(-n / 2^32): 2 % for 90 MB, and more for the words
// that code and tables have. So each word is compared with up to eight words
// like it that are not in the weight: lowest set bit in place, some of the four
// bits above it flipped. By chance a word is found as often as its controls.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_IREE_WORDSEARCH_H
#define HWLOCK_LIB_IREE_WORDSEARCH_H

#include "HashFilter.h"
#include "hwlock/IREE/PlaintextScan.h"
#include "llvm/ADT/DenseMap.h"

namespace hwlock {

class WordSearch {
public:
  explicit WordSearch(llvm::ArrayRef<PlainWeight> weights);
  void search(llvm::ArrayRef<uint8_t> data);
  WordCount count(size_t weight) const;

private:
  /// Sorted, each word once.
  struct Sample {
    std::vector<uint32_t> words, controls;
  };
  static Sample sampleOf(const PlainWeight &weight);
  void insert(llvm::ArrayRef<uint32_t> words);
  uint64_t countFound(llvm::ArrayRef<uint32_t> words) const;

  std::vector<Sample> samples;
  HashFilter filter;
  /// Whether a word was found.
  llvm::DenseMap<uint32_t, bool> found;
};

} // namespace hwlock

#endif // HWLOCK_LIB_IREE_WORDSEARCH_H
