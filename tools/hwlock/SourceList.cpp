//===- SourceList.cpp - Fingerprint sources on the command line -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SourceList.h"
#include "hwlock/Core/VaultLayout.h"
#include <sstream>

using namespace hwlock;
using namespace hwlock::tool;

static constexpr struct {
  const char *name;
  uint8_t bit;
} sources[] = {{"clock", layout::sourceClock},
               {"precision", layout::sourcePrecision}};

static rt::Error unusable(const std::string &what) {
  return {Status::Usage, what,
          "this version knows clock and precision, separated by commas"};
}

rt::Result<uint8_t> tool::parseSources(const std::string &list) {
  uint8_t mask = 0;
  // The added comma makes an empty word at the end visible.
  std::istringstream words(list + ",");
  for (std::string word; std::getline(words, word, ',');) {
    uint8_t bit = 0;
    for (const auto &source : sources)
      if (word == source.name)
        bit = source.bit;
    if (!bit)
      return unusable("unknown source '" + word + "'");
    if (mask & bit)
      return unusable("source '" + word + "' given twice");
    mask |= bit;
  }
  return mask;
}

std::string tool::sourceNames(uint8_t mask) {
  std::string names;
  for (const auto &source : sources)
    if (mask & source.bit)
      names += (names.empty() ? "" : ",") + std::string(source.name);
  return names;
}
