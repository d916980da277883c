//===- PlaintextScan.cpp - Does a file hold weights in the clear? ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/IREE/PlaintextScan.h"
#include "WindowSearch.h"
#include "WordSearch.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace hwlock;

/// Chance may not fail a build in a lifetime, whatever the number of weights.
static constexpr double leastChance = 1e-9;
/// Weights that ScanReport::describe() names.
static constexpr size_t mostNamed = 3;

bool WeightTrace::leaked() const {
  return windows.found > 0 || words.chance() < leastChance;
}

bool ScanReport::leaked() const {
  return words.chance() < leastChance ||
         llvm::any_of(weights, std::mem_fn(&WeightTrace::leaked));
}

static std::string describeWords(const WordCount &words) {
  double expected = words.controls
                        ? double(words.sought) * double(words.controlsFound) /
                              double(words.controls)
                        : 0;
  return llvm::formatv("{0} of {1} words ({2:f1} by chance)", words.found,
                       words.sought, expected);
}

std::string ScanReport::describe() const {
  std::vector<const WeightTrace *> leaks;
  for (const WeightTrace &weight : weights)
    if (weight.leaked())
      leaks.push_back(&weight);
  llvm::sort(leaks, [](const WeightTrace *a, const WeightTrace *b) {
    return std::pair(b->windows.found, a) < std::pair(a->windows.found, b);
  });
  std::string text;
  for (const WeightTrace *leak : llvm::ArrayRef(leaks).take_front(mostNamed))
    text +=
        llvm::formatv("{0}'{1}': {2} of {3} windows of 16 bytes, {4}",
                      text.empty() ? "" : "; ", leak->name, leak->windows.found,
                      leak->windows.sought, describeWords(leak->words));
  if (leaks.size() > mostNamed)
    text += llvm::formatv("; and {0} more weights", leaks.size() - mostNamed);
  if (leaks.empty() && leaked())
    text = "in all weights together " + describeWords(words);
  return text;
}

PlaintextScan::PlaintextScan(std::vector<PlainWeight> given)
    : weights(std::move(given)),
      windows(std::make_unique<WindowSearch>(weights)),
      words(std::make_unique<WordSearch>(weights)) {}

// The searches refer to the elements of `weights`, which a move keeps.
PlaintextScan::PlaintextScan(PlaintextScan &&) = default;
PlaintextScan::~PlaintextScan() = default;

void PlaintextScan::searchBytes(llvm::ArrayRef<uint8_t> bytes) {
  windows->search(bytes);
  words->search(bytes);
}

/// Calls `found` with each run of hexadecimal digits that spells a window.
static void forEachHexRun(llvm::StringRef text,
                          llvm::function_ref<void(llvm::StringRef)> found) {
  size_t start = 0;
  for (size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && llvm::isHexDigit(text[at]))
      continue;
    if (at - start >= 2 * WindowSearch::windowBytes)
      found(text.slice(start, at));
    start = at + 1;
  }
}

void PlaintextScan::search(llvm::ArrayRef<uint8_t> file) {
  searchBytes(file);
  forEachHexRun(llvm::toStringRef(file), [&](llvm::StringRef digits) {
    // A byte may begin at either digit.
    for (size_t skipped : {0, 1}) {
      llvm::StringRef even = digits.drop_front(skipped);
      std::string bytes = llvm::fromHex(even.drop_back(even.size() % 2));
      searchBytes(llvm::arrayRefFromStringRef(bytes));
    }
  });
}

ScanReport PlaintextScan::report() const {
  ScanReport report;
  for (auto [index, weight] : llvm::enumerate(weights)) {
    WeightTrace trace{weight.name, windows->count(index), words->count(index)};
    report.words += trace.words;
    report.weights.push_back(std::move(trace));
  }
  return report;
}
