//===- WeightCipher.h - Encrypt one weight, chunk by chunk ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_RUNTIME_WEIGHTCIPHER_H
#define HWLOCK_LIB_RUNTIME_WEIGHTCIPHER_H

#include "hwlock/Core/WeightChain.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Support/Secret.h"

namespace hwlock::rt {

/// Encrypts `inner`, what the links of `chain` below AES gave, into `sealed`
/// (same length, may be the same memory) as the weight `id` of a vault whose
/// immutable core is `coreBytes`; the first `clearBytes` are only copied.
/// Returns the tags of the chunks under the error policy, nothing under
/// garbage.
Result<std::vector<uint8_t>>
encryptWeight(Policy policy, std::span<const uint8_t> coreBytes,
              const SecretBytes<layout::keyBytes> &dek,
              std::span<const uint8_t, layout::weightIdBytes> id,
              core::WeightChain chain, uint64_t clearBytes,
              std::span<const uint8_t> inner, std::span<uint8_t> sealed);

} // namespace hwlock::rt

#endif // HWLOCK_LIB_RUNTIME_WEIGHTCIPHER_H
