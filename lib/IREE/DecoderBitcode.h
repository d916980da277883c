//===- DecoderBitcode.h - A model's decoder as LLVM bitcode ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_IREE_DECODERBITCODE_H
#define HWLOCK_LIB_IREE_DECODERBITCODE_H

#include "hwlock/Format/Vault.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"

namespace hwlock {

/// Names and arguments of the functions that the bitcode defines. A buffer is a
/// pointer and an offset in bytes, as IREE passes a memref<i8> and an index.
namespace iree {
/// void ([table,] key, status): takes the answers of the host (AnswerTable.h)
/// if the vault has items for devices; gives 32 bytes of the data key, then a
/// hwlock::Status as i32.
inline constexpr char openName[] = "hwlock_iree_open";
/// void (sealed, tags, key, plain, status, scratch, i64 index, i64 size):
/// decodes weight `index`, which has `size` bytes.
inline constexpr char unsealName[] = "hwlock_iree_unseal";
} // namespace iree

/// The decoder module that native code links, behind entry points for IREE's
/// dispatches.
llvm::Expected<llvm::SmallVector<char, 0>>
emitDecoderBitcode(const rt::Vault &vault);

} // namespace hwlock

#endif // HWLOCK_LIB_IREE_DECODERBITCODE_H
