//===- LoaderModule.h - The loader as LLVM IR -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_AHEAD_LOADERMODULE_H
#define HWLOCK_CODEGEN_AHEAD_LOADERMODULE_H

#include "llvm/IR/Module.h"
#include "llvm/Support/Error.h"
#include <memory>

namespace hwlock {

/// The run time of lib/Loader, compiled when hwlock was built. Everything but
/// the functions of Loader.h is internal.
llvm::Expected<std::unique_ptr<llvm::Module>>
readLoaderModule(llvm::LLVMContext &context);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_AHEAD_LOADERMODULE_H
