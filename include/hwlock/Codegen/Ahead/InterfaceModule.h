//===- InterfaceModule.h - What a compiled model exports ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_AHEAD_INTERFACEMODULE_H
#define HWLOCK_CODEGEN_AHEAD_INTERFACEMODULE_H

#include "hwlock/Codegen/Ahead/CInterface.h"
#include "hwlock/Codegen/Native/EntryPoints.h"
#include "hwlock/Format/Vault.h"
#include "llvm/IR/Module.h"

namespace hwlock {

/// Builds the descriptor (ModelAbi.h) and the C functions of `interface`, which
/// hand their arguments to the loader (Loader.h). Plain x86-64. `vault` is null
/// if the model is not locked; `cpuFeatures` are the bits the kernels need.
std::unique_ptr<llvm::Module> buildInterfaceModule(llvm::LLVMContext &context,
                                                   const CInterface &interface,
                                                   const ArenaSizes &sizes,
                                                   const rt::Vault *vault,
                                                   uint64_t cpuFeatures);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_AHEAD_INTERFACEMODULE_H
