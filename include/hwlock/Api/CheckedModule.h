//===- CheckedModule.h - Modules with a checksum ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A flipped bit may give another program, or, in bytecode, corrupt the memory
// of MLIR's reader. Files of hwlock carry a checksum where MLIR ignores it: in
// a comment, or as the name of the producer. It catches accidents and proves
// nothing; docs/FileFormat.md has the layout.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_API_CHECKEDMODULE_H
#define HWLOCK_API_CHECKEDMODULE_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/raw_ostream.h"

namespace hwlock {

/// Writes `module` as text, the checksum in a comment on the last line.
void writeCheckedText(mlir::ModuleOp module, llvm::raw_ostream &stream);

/// Writes `module` as bytecode, which fails if MLIR cannot encode it.
llvm::LogicalResult writeCheckedBytecode(mlir::ModuleOp module,
                                         llvm::raw_pwrite_stream &stream);

/// False if `bytes` carry a checksum that is not theirs. Bytes without one, as
/// other programs and people write them, are taken as they are.
bool checksumMatches(llvm::StringRef bytes);

} // namespace hwlock

#endif // HWLOCK_API_CHECKEDMODULE_H
