//===- Sources.cpp - Names of fingerprint sources -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Format/Sources.h"
#include "hwlock/Core/VaultLayout.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;

static constexpr SourceName table[] = {
    {"clock", layout::sourceClock},
    {"precision", layout::sourcePrecision},
    {"machine-id", layout::sourceMachineId},
    {"tpm2", layout::sourceTpm2},
    {"plugin", layout::sourcePlugin},
    {"owner", layout::sourceOwner},
};

std::span<const SourceName> rt::sourceTable() { return table; }

std::string rt::sourceNames(uint8_t mask, std::string_view separator) {
  std::string names;
  for (const SourceName &source : table)
    if (mask & source.bit)
      names.append(names.empty() ? "" : separator).append(source.name);
  return names;
}

static Error unusable(const std::string &what) {
  return {Status::Usage, what,
          "this version knows " + sourceNames(layout::machineSources, ", ") +
              ", separated by commas"};
}

Result<uint8_t> rt::parseSources(std::string_view list) {
  uint8_t mask = 0;
  for (size_t start = 0; start <= list.size();) {
    size_t end = std::min(list.find(',', start), list.size());
    std::string word(list.substr(start, end - start));
    start = end + 1;
    auto found = std::find_if(
        std::begin(table), std::end(table),
        [&](const SourceName &source) { return word == source.name; });
    if (found == std::end(table) || !(found->bit & layout::machineSources))
      return unusable("unknown source '" + word + "'");
    if (mask & found->bit)
      return unusable("source '" + word + "' given twice");
    mask |= found->bit;
  }
  return mask;
}
