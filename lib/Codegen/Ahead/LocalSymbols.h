//===- LocalSymbols.h - Hides the symbols of an object file ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_CODEGEN_AHEAD_LOCALSYMBOLS_H
#define HWLOCK_LIB_CODEGEN_AHEAD_LOCALSYMBOLS_H

#include "hwlock/Support/Result.h"
#include "llvm/ADT/ArrayRef.h"

namespace hwlock {

/// Makes all defined symbols of the object file `path` local but for `kept`, so
/// that two models can be linked into one program.
rt::Result<void> makeLocalExcept(const std::string &path,
                                 llvm::ArrayRef<std::string> kept);

} // namespace hwlock

#endif // HWLOCK_LIB_CODEGEN_AHEAD_LOCALSYMBOLS_H
