//===- HostImport.h - Asking the host through a VM module -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_IREE_HOSTIMPORT_H
#define HWLOCK_LIB_IREE_HOSTIMPORT_H

#include "DeviceItems.h"
#include "mlir/IR/Builders.h"

namespace hwlock::iree {

/// Stands in where no VM module `hwlock` is loaded.
inline constexpr char absentFunction[] = "hwlock.absent";

/// Declares answerImport, which is optional, and what stands in for it: "cannot
/// be asked", so that slots without a device open anywhere.
void declareHost(mlir::OpBuilder &builder, mlir::Location location);

/// Asks for each of `items` and gives the table of AnswerTable.h.
mlir::Value askHost(mlir::OpBuilder &builder, mlir::Location location,
                    llvm::ArrayRef<DeviceItem> items);

} // namespace hwlock::iree

#endif // HWLOCK_LIB_IREE_HOSTIMPORT_H
