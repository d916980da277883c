//===- Booleans.h - Boolean constants for another MLIR --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_IREE_BOOLEANS_H
#define HWLOCK_LIB_IREE_BOOLEANS_H

#include "mlir/IR/BuiltinOps.h"

namespace hwlock {

/// Stores constants of booleans as bytes, truncated where they are read: their
/// hexadecimal text is bits in this version of MLIR and bytes in IREE's.
void storeBooleansAsBytes(mlir::ModuleOp module);

} // namespace hwlock

#endif // HWLOCK_LIB_IREE_BOOLEANS_H
