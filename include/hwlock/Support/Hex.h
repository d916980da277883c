//===- Hex.h - Bytes as lower-case hexadecimal text -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SUPPORT_HEX_H
#define HWLOCK_SUPPORT_HEX_H

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hwlock::rt {

std::string toHex(std::span<const uint8_t> bytes);

/// Nothing if the length is odd or a character is not 0-9, a-f.
std::optional<std::vector<uint8_t>> fromHex(std::string_view text);

} // namespace hwlock::rt

#endif // HWLOCK_SUPPORT_HEX_H
