//===- Shuffler.h - Permute rows and columns of a weight ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_RUNTIME_SHUFFLER_H
#define HWLOCK_RUNTIME_SHUFFLER_H

#include "hwlock/Core/Shuffle.h"
#include "hwlock/Support/Result.h"
#include "hwlock/Support/Secret.h"

namespace hwlock::rt {

/// Writes the stored form of Core/Shuffle.h of `plain` to `out`, of the same
/// size; they must not overlap. BadInput if the shape is not that of the bytes
/// or has 2^32 rows or columns.
Result<void>
shuffleRowsAndColumns(std::span<const uint8_t> plain, core::MatrixShape shape,
                      const SecretBytes<core::shuffleKeyBytes> &key,
                      std::span<uint8_t> out);

} // namespace hwlock::rt

#endif // HWLOCK_RUNTIME_SHUFFLER_H
