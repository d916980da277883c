//===- Arena.h - Memory for weights and tensors ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_NATIVE_ARENA_H
#define HWLOCK_CODEGEN_NATIVE_ARENA_H

#include "llvm/ADT/ArrayRef.h"
#include <optional>

namespace hwlock {

/// Zeroed memory straight from the system, aligned to a page. Move-only.
class Arena {
public:
  Arena() = default;
  Arena(Arena &&other);
  Arena &operator=(Arena &&other);
  ~Arena();

  /// Nothing if the system has no such memory left.
  static std::optional<Arena> create(uint64_t bytes);
  uint8_t *data() const { return bytes.data(); }
  llvm::MutableArrayRef<uint8_t> span() const { return bytes; }

private:
  llvm::MutableArrayRef<uint8_t> bytes;
};

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_ARENA_H
