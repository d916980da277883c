//===- GuardLookups.h - Look-ups under garbage stay inside ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_IREE_GUARDLOOKUPS_H
#define HWLOCK_LIB_IREE_GUARDLOOKUPS_H

#include "mlir/IR/BuiltinOps.h"

namespace hwlock {

/// Clamps the indices of look-ups that data decide: where the model does not
/// open, tables of positions are noise, and IREE reads wherever they point.
/// Assertions about such indices would tell the machine that its key is wrong.
void guardLookups(mlir::ModuleOp module);

} // namespace hwlock

#endif // HWLOCK_LIB_IREE_GUARDLOOKUPS_H
