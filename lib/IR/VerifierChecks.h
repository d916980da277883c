//===- VerifierChecks.h - Checks that several verifiers share -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_IR_VERIFIERCHECKS_H
#define HWLOCK_LIB_IR_VERIFIERCHECKS_H

#include "hwlock/IR/HwlockOps.h"

namespace hwlock {

/// `bytes` must have `size` bytes. `rule` and `what` go into the message.
mlir::LogicalResult checkSize(mlir::Operation *op, llvm::StringRef rule,
                              llvm::StringRef what, BytesAttr bytes,
                              size_t size);

/// `bytes` must have `size` bytes under the error policy, and be absent under
/// the garbage policy.
mlir::LogicalResult checkRedundancy(mlir::Operation *op, llvm::StringRef rule,
                                    llvm::StringRef what, Policy policy,
                                    BytesAttr bytes, size_t size);

/// `probes` must ascend strictly and name chains.
mlir::LogicalResult checkProbes(mlir::Operation *op, llvm::StringRef rule,
                                llvm::ArrayRef<int32_t> probes);

/// `key` must be that of the vault that `member` names, if it is seen where it
/// comes from.
mlir::LogicalResult checkKey(mlir::Operation *op, llvm::StringRef rule,
                             mlir::Value key, mlir::SymbolRefAttr member);

} // namespace hwlock

#endif // HWLOCK_LIB_IR_VERIFIERCHECKS_H
