//===- Utf8.h - Text that may reach a terminal ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SUPPORT_UTF8_H
#define HWLOCK_SUPPORT_UTF8_H

#include <string_view>

namespace hwlock::rt {

/// True if `text` is UTF-8 (RFC 3629) without control characters.
bool isPrintableUtf8(std::string_view text);

} // namespace hwlock::rt

#endif // HWLOCK_SUPPORT_UTF8_H
