//===- PluginRules.h - Limits of plug-ins and of what is kept of them -----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_FINGERPRINT_PLUGINRULES_H
#define HWLOCK_LIB_FINGERPRINT_PLUGINRULES_H

#include "hwlock-c/SourcePlugin.h"
#include <string_view>

namespace hwlock::rt {

/// Of the longest response.
inline constexpr unsigned maxPluginEntropyBits = 8 * HWLOCK_PLUGIN_MAX_RESPONSE;

bool isPluginName(std::string_view name);

inline bool isPluginEntropy(uint32_t bits) {
  return bits >= 1 && bits <= maxPluginEntropyBits;
}

/// True if `size` bytes are a response that can hold `bits`.
inline bool isPluginResponse(size_t size, uint32_t bits) {
  return size >= 1 && size <= HWLOCK_PLUGIN_MAX_RESPONSE && bits <= 8 * size;
}

} // namespace hwlock::rt

#endif // HWLOCK_LIB_FINGERPRINT_PLUGINRULES_H
