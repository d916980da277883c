//===- CoreBitcode.cpp - The decoder's library as LLVM bitcode ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/CoreBitcode.h"

// Defined by the assembly file that cmake/HwlockBitcode.cmake writes.
extern "C" const char hwlock_core_bitcode[];
extern "C" const char hwlock_core_bitcode_end[];

llvm::MemoryBufferRef hwlock::coreBitcode() {
  llvm::StringRef bytes(hwlock_core_bitcode,
                        hwlock_core_bitcode_end - hwlock_core_bitcode);
  return {bytes, "hwlock core"};
}
