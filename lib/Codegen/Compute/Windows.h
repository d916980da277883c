//===- Windows.h - Windows of convolutions as slices ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CODEGEN_COMPUTE_WINDOWS_H
#define HWLOCK_LIB_CODEGEN_COMPUTE_WINDOWS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/PatternMatch.h"

namespace hwlock {

/// Where one position of a window is left in `op`, an operand that is read at
/// `h * stride + y` becomes a strided slice that is read at `h`: the
/// vectoriser knows permutations only.
void sliceWindows(mlir::RewriterBase &rewriter, mlir::linalg::GenericOp op);

} // namespace hwlock

#endif // HWLOCK_LIB_CODEGEN_COMPUTE_WINDOWS_H
