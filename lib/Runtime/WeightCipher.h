//===- WeightCipher.h - Encrypt one weight, chunk by chunk ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_RUNTIME_WEIGHTCIPHER_H
#define HWLOCK_LIB_RUNTIME_WEIGHTCIPHER_H

#include "hwlock/Format/Vault.h"
#include "hwlock/Support/Secret.h"

namespace hwlock::rt {

/// Encrypts `plain` into `sealed` (same length, may be the same memory) as the
/// weight `id` of a vault whose immutable core is `coreBytes`, with a key of
/// `keyBytes`, 16 or 32. Returns the tags of the chunks under the error policy,
/// nothing under garbage.
Result<std::vector<uint8_t>>
encryptWeight(Policy policy, std::span<const uint8_t> coreBytes,
              const SecretBytes<layout::keyBytes> &dek,
              std::span<const uint8_t, layout::weightIdBytes> id,
              size_t keyBytes, std::span<const uint8_t> plain,
              std::span<uint8_t> sealed);

} // namespace hwlock::rt

#endif // HWLOCK_LIB_RUNTIME_WEIGHTCIPHER_H
