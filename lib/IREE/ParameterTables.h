//===- ParameterTables.h - The two formats of parameters ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_IREE_PARAMETERTABLES_H
#define HWLOCK_LIB_IREE_PARAMETERTABLES_H

#include "hwlock/IREE/ParameterFile.h"

namespace hwlock {

bool isArchive(llvm::StringRef file);

/// Both check every offset and length against the file.
llvm::Expected<ParameterFile::Table> readArchiveTable(llvm::StringRef file);
llvm::Expected<ParameterFile::Table> readSafetensorsTable(llvm::StringRef file);

} // namespace hwlock

#endif // HWLOCK_LIB_IREE_PARAMETERTABLES_H
