//===- LockKeys.h - Key derivation with OpenSSL ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The derivations of VaultLayout.h on the lock side.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_RUNTIME_LOCKKEYS_H
#define HWLOCK_LIB_RUNTIME_LOCKKEYS_H

#include "hwlock/Support/Result.h"
#include "hwlock/Support/Secret.h"
#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace hwlock::rt {

using Bytes = std::span<const uint8_t>;

/// HKDF-SHA256 (RFC 5869) with info = label || tail; fills `out`.
Result<void> hkdf(Bytes salt, Bytes ikm, std::string_view label, Bytes tail,
                  std::span<uint8_t> out);

/// The expand half alone, of a key that is already uniform.
Result<void> hkdfExpand(Bytes key, std::string_view label, Bytes tail,
                        std::span<uint8_t> out);

/// HMAC-SHA256 over `first || second` under HKDF-Expand(key, label).
Result<std::array<uint8_t, 32>> derivedMac(Bytes key, std::string_view label,
                                           Bytes first, Bytes second);

std::array<uint8_t, 32> sha256(Bytes bytes);

} // namespace hwlock::rt

#endif // HWLOCK_LIB_RUNTIME_LOCKKEYS_H
