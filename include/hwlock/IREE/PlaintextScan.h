//===- PlaintextScan.h - Does a file hold weights in the clear? -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A compiler that evaluates constants may decode a locked weight and store the
// result. Two searches: for contiguous pieces of a weight, and, because what
// is stored may be in another order, for more of its words than chance gives.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_IREE_PLAINTEXTSCAN_H
#define HWLOCK_IREE_PLAINTEXTSCAN_H

#include "llvm/ADT/ArrayRef.h"
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hwlock {

/// A weight to search for. Does not own its bytes.
struct PlainWeight {
  std::string name;
  llvm::ArrayRef<uint8_t> bytes;
};

/// Windows of 16 bytes of a weight: how many different ones were searched for,
/// and how many of them the file has.
struct WindowCount {
  uint64_t sought = 0, found = 0;
};

/// Words of 32 bits of a weight, a sample of the different ones, and for
/// comparison words like them that are not in the weight ("controls").
struct WordCount {
  uint64_t sought = 0, found = 0;
  uint64_t controls = 0, controlsFound = 0;

  void operator+=(const WordCount &other);
  /// How likely chance alone finds this many words.
  double chance() const;
};

struct WeightTrace {
  std::string name;
  WindowCount windows;
  WordCount words;

  bool leaked() const;
};

struct ScanReport {
  std::vector<WeightTrace> weights;
  /// All weights together: many small ones show what one does not.
  WordCount words;

  bool leaked() const;
  /// What was found, in a line: the weights concerned, first those with the
  /// most windows.
  std::string describe() const;
};

class WindowSearch;
class WordSearch;

/// Searches data for weights. The weights must outlive the scan.
class PlaintextScan {
public:
  explicit PlaintextScan(std::vector<PlainWeight> weights);
  PlaintextScan(PlaintextScan &&);
  ~PlaintextScan();

  /// Looks at `file` as it is and at what it spells in hexadecimal digits, as
  /// MLIR prints constants. What was found adds up.
  void search(llvm::ArrayRef<uint8_t> file);
  ScanReport report() const;

private:
  void searchBytes(llvm::ArrayRef<uint8_t> bytes);

  std::vector<PlainWeight> weights;
  std::unique_ptr<WindowSearch> windows;
  std::unique_ptr<WordSearch> words;
};

} // namespace hwlock

#endif // HWLOCK_IREE_PLAINTEXTSCAN_H
