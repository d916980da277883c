//===- CoreBitcode.h - The decoder's library as LLVM bitcode --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_NATIVE_COREBITCODE_H
#define HWLOCK_CODEGEN_NATIVE_COREBITCODE_H

#include "llvm/Support/MemoryBufferRef.h"

namespace hwlock {

/// The freestanding sources of lib/Core, compiled and linked when hwlock was
/// built. Lives as long as the program.
llvm::MemoryBufferRef coreBitcode();

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_COREBITCODE_H
