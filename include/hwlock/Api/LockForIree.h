//===- LockForIree.h - Lock a module that IREE is compiling ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_API_LOCKFORIREE_H
#define HWLOCK_API_LOCKFORIREE_H

#include "hwlock/Api/Observer.h"
#include "hwlock/Transforms/LockModel.h"

namespace hwlock {

/// Runs lock-model and hwlock-to-iree on `text`, a module in the generic form
/// with whatever dialects of IREE, and returns generic text. `name` stands for
/// it in messages. iree-compile must not have evaluated constants yet.
rt::Result<std::string> lockForIree(llvm::StringRef text,
                                    const std::string &name,
                                    LockModelOptions options,
                                    Observer &observer);

} // namespace hwlock

#endif // HWLOCK_API_LOCKFORIREE_H
