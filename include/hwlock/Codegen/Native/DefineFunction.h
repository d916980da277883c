//===- DefineFunction.h - Functions that LLVM IR begins with --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_NATIVE_DEFINEFUNCTION_H
#define HWLOCK_CODEGEN_NATIVE_DEFINEFUNCTION_H

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

namespace hwlock {

/// Begins the external function `name`, which never unwinds, and puts `builder`
/// into its entry block.
inline llvm::Function *defineFunction(llvm::IRBuilderBase &builder,
                                      llvm::Module &module,
                                      const llvm::Twine &name,
                                      llvm::Type *result,
                                      llvm::ArrayRef<llvm::Type *> arguments) {
  auto *function = llvm::Function::Create(
      llvm::FunctionType::get(result, arguments, /*isVarArg=*/false),
      llvm::GlobalValue::ExternalLinkage, name, module);
  function->addFnAttr(llvm::Attribute::NoUnwind);
  builder.SetInsertPoint(
      llvm::BasicBlock::Create(module.getContext(), "entry", function));
  return function;
}

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_DEFINEFUNCTION_H
