//===- StaticReshape.h - Reshapes whose shapes are constants ----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CODEGEN_COMPUTE_STATICRESHAPE_H
#define HWLOCK_LIB_CODEGEN_COMPUTE_STATICRESHAPE_H

#include "mlir/IR/PatternMatch.h"

namespace hwlock {

/// Turns tensor.reshape to a constant shape into views, which layouts and
/// bufferization see through.
void populateStaticReshapePatterns(mlir::RewritePatternSet &patterns);

} // namespace hwlock

#endif // HWLOCK_LIB_CODEGEN_COMPUTE_STATICRESHAPE_H
