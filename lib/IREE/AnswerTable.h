//===- AnswerTable.h - Answers of the host, for the decoder ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The decoder asks for secrets while it opens; a dispatch cannot call back. So
// every secret is asked for before, and the decoder gets a table: one record of
// i64 for each item, in the order of deviceItems().
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_IREE_ANSWERTABLE_H
#define HWLOCK_LIB_IREE_ANSWERTABLE_H

#include "DeviceItems.h"
#include "hwlock/Core/HostSecret.h"
#include "llvm/IR/Module.h"

namespace hwlock::iree {

/// Of a record: a hwlock::Status and, in the upper half, the bytes of the
/// secret; then the secret, little endian, with zeros after it.
inline constexpr int64_t answerWords = 1 + HWLOCK_MAX_SECRET_BYTES / 8;
/// What the VM module exports: (item, source) -> a record. All results are of
/// one width: iree-compile 3.13.0 confuses registers where i32 and i64 leave a
/// block together. The item comes first, at an aligned address.
inline constexpr char answerImport[] = "hwlock.answer";

/// Defines an internal HwlockSecretFn in `module` whose context is a table and
/// which knows an item by its address in `vault`. What is not in the table
/// cannot be asked.
llvm::Function *defineAnswers(llvm::Module &module, llvm::GlobalVariable &vault,
                              llvm::ArrayRef<DeviceItem> items);

} // namespace hwlock::iree

#endif // HWLOCK_LIB_IREE_ANSWERTABLE_H
