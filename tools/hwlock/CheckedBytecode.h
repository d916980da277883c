//===- CheckedBytecode.h - MLIR bytecode with a checksum ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// MLIR's reader of bytecode trusts its input: a flipped bit may corrupt memory
// or give another program. Files of hwlock carry a checksum where MLIR has the
// name of the producer, so that they stay files of MLIR. It catches accidents
// and proves nothing; docs/FileFormat.md has the layout.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_CHECKEDBYTECODE_H
#define HWLOCK_TOOLS_HWLOCK_CHECKEDBYTECODE_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/raw_ostream.h"

namespace hwlock::tool {

/// Writes `module`, which fails if MLIR cannot encode it.
llvm::LogicalResult writeCheckedBytecode(mlir::ModuleOp module,
                                         llvm::raw_pwrite_stream &stream);

/// False if `bytes` carry a checksum that is not theirs. Bytes without one, as
/// other programs write them, are taken as they are.
bool checksumMatches(llvm::StringRef bytes);

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_CHECKEDBYTECODE_H
