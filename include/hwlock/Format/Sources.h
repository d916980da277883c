//===- Sources.h - Names of fingerprint sources ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The words of command lines, reports and textual IR for the bits of a source
// mask (layout::source*).
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_FORMAT_SOURCES_H
#define HWLOCK_FORMAT_SOURCES_H

#include "hwlock/Support/Result.h"
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hwlock::rt {

struct SourceName {
  const char *name;
  uint8_t bit;
};

/// All sources in bit order.
std::span<const SourceName> sourceTable();

/// Names of the bits of `mask`.
std::string sourceNames(uint8_t mask, std::string_view separator = ",");

/// "clock,precision" as a mask of sources that a machine can give. Usage if a
/// word is unknown, empty or there twice; the hint lists those that are known.
Result<uint8_t> parseSources(std::string_view list);

} // namespace hwlock::rt

#endif // HWLOCK_FORMAT_SOURCES_H
