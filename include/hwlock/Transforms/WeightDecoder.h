//===- WeightDecoder.h - Sealed weights on the host -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TRANSFORMS_WEIGHTDECODER_H
#define HWLOCK_TRANSFORMS_WEIGHTDECODER_H

#include "hwlock/Format/Vault.h"
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/Support/Secret.h"

namespace hwlock {

/// Decodes weights of a vault with its data key; both must outlive it.
class WeightDecoder {
public:
  WeightDecoder(const rt::Vault &vault,
                const rt::SecretBytes<layout::keyBytes> &dataKey)
      : vault(vault), bytes(rt::writeVault(vault)), dataKey(dataKey) {}

  /// The plain bytes of `op`, the weight number `index` of the manifest.
  /// Corrupt if it was changed after it was sealed.
  rt::Result<rt::SecretBuffer> decode(SealedOp op, uint32_t index) const;

private:
  const rt::Vault &vault;
  std::vector<uint8_t> bytes;
  const rt::SecretBytes<layout::keyBytes> &dataKey;
};

} // namespace hwlock

#endif // HWLOCK_TRANSFORMS_WEIGHTDECODER_H
