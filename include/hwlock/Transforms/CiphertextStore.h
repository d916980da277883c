//===- CiphertextStore.h - Ciphertext that is not to live in memory -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TRANSFORMS_CIPHERTEXTSTORE_H
#define HWLOCK_TRANSFORMS_CIPHERTEXTSTORE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace hwlock {

/// Where hwlock-seal puts ciphertext, for models that are larger than memory.
class CiphertextStore {
public:
  virtual ~CiphertextStore() = default;

  /// Room for the `bytes` of the weight `name`, aligned to 64 bytes, as long as
  /// the store lives.
  virtual llvm::Expected<llvm::MutableArrayRef<char>>
  roomFor(llvm::StringRef name, size_t bytes) = 0;

  /// The last room is filled, from `plain`. Both are read at most in parts
  /// from here on: they need not stay in memory.
  virtual void filled(llvm::ArrayRef<char> plain) = 0;
};

} // namespace hwlock

#endif // HWLOCK_TRANSFORMS_CIPHERTEXTSTORE_H
