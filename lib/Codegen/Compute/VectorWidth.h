//===- VectorWidth.h - The option vector-bits -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CODEGEN_COMPUTE_VECTORWIDTH_H
#define HWLOCK_LIB_CODEGEN_COMPUTE_VECTORWIDTH_H

#include "mlir/IR/Diagnostics.h"

namespace hwlock {

/// Fails with an error unless `bits` is the width of vector registers that an
/// x86-64 CPU has: 128 (SSE), 256 (AVX) or 512 (AVX-512).
inline mlir::LogicalResult checkVectorBits(mlir::MLIRContext *context,
                                           unsigned bits) {
  if (bits == 128 || bits == 256 || bits == 512)
    return mlir::success();
  return mlir::emitError(mlir::UnknownLoc::get(context))
         << "option vector-bits is " << bits << ": expected 128, 256 or 512";
}

} // namespace hwlock

#endif // HWLOCK_LIB_CODEGEN_COMPUTE_VECTORWIDTH_H
