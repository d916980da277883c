//===- Executables.h - The two kinds of models that can be called ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_API_EXECUTABLES_H
#define HWLOCK_LIB_API_EXECUTABLES_H

#include "hwlock/Api/Executable.h"

namespace hwlock {

/// A module, compiled in this process. `file` must outlive the result.
std::unique_ptr<Executable> makeJitExecutable(const ModelFile &file,
                                              Observer &observer);

/// What 'hwlock compile' wrote; likewise.
std::unique_ptr<Executable> makeSharedExecutable(const ModelFile &file);

} // namespace hwlock

#endif // HWLOCK_LIB_API_EXECUTABLES_H
