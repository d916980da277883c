//===- SourceList.h - Fingerprint sources on the command line -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TOOLS_HWLOCK_SOURCELIST_H
#define HWLOCK_TOOLS_HWLOCK_SOURCELIST_H

#include "hwlock/Support/Result.h"
#include <cstdint>
#include <string>

namespace hwlock::tool {

/// "clock,precision" as a mask of layout::source*. Usage if a word is unknown,
/// empty or there twice.
rt::Result<uint8_t> parseSources(const std::string &list);

/// The reverse.
std::string sourceNames(uint8_t sources);

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_SOURCELIST_H
