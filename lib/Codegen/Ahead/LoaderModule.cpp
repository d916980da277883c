//===- LoaderModule.cpp - The loader as LLVM IR ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/LoaderModule.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/Transforms/IPO/Internalize.h"

// Defined by the assembly file that cmake/HwlockBitcode.cmake writes.
extern "C" const char hwlock_loader_bitcode[];
extern "C" const char hwlock_loader_bitcode_end[];

using namespace llvm;

Expected<std::unique_ptr<Module>>
hwlock::readLoaderModule(LLVMContext &context) {
  StringRef bytes(hwlock_loader_bitcode,
                  hwlock_loader_bitcode_end - hwlock_loader_bitcode);
  auto module = parseBitcodeFile({bytes, "hwlock loader"}, context);
  if (!module)
    return module.takeError();
  internalizeModule(**module, [](const GlobalValue &value) {
    return value.getName().starts_with("hwlock_loader_");
  });
  return std::move(*module);
}
