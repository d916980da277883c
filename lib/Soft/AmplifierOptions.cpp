//===- AmplifierOptions.cpp - Options that passes share that amplify ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AmplifierOptions.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Location.h"

using namespace mlir;

namespace hwlock {

LogicalResult checkKappa(MLIRContext *context, double kappa, bool zeroChooses) {
  if ((kappa >= 1 && kappa <= 65536) || (zeroChooses && kappa == 0))
    return success();
  return emitError(UnknownLoc::get(context))
         << "kappa is " << kappa << ", expected "
         << (zeroChooses ? "0 or " : "") << "1 to 65536";
}

LogicalResult checkFactor(MLIRContext *context, double factor) {
  if (factor > 0 && factor <= 16384)
    return success();
  return emitError(UnknownLoc::get(context))
         << "factor is " << factor << ", expected more than 0, up to 16384";
}

LogicalResult checkBlock(MLIRContext *context, unsigned block, unsigned most) {
  if (block >= 2 && block <= most)
    return success();
  return emitError(UnknownLoc::get(context))
         << "block is " << block << ", expected 2 to " << most;
}

} // namespace hwlock
