//===- ModelLinker.h - A compiled model as a file -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_AHEAD_MODELLINKER_H
#define HWLOCK_CODEGEN_AHEAD_MODELLINKER_H

#include "hwlock/Codegen/Ahead/CInterface.h"
#include "hwlock/Codegen/Ahead/Linker.h"
#include "hwlock/Codegen/Native/ModelCompiler.h"

namespace hwlock {

struct LinkOptions {
  LinkKind kind = LinkKind::SharedObject;
  /// As findLinker() gives it.
  std::string linker;
  /// Name that the file will have.
  std::string soname;
  /// Features that the kernels were compiled for.
  KernelTarget target;
};

/// Puts a model, its decoder (if `vault` is not null), the loader and its C
/// interface into one file, whose bytes are returned.
rt::Result<std::unique_ptr<llvm::MemoryBuffer>>
linkModel(const CompiledModel &model, const rt::Vault *vault,
          const CInterface &interface, const LinkOptions &options);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_AHEAD_MODELLINKER_H
