//===- AmplifierOptions.cpp - Options that passes share that amplify ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AmplifierOptions.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Location.h"

using namespace mlir;

namespace hwlock {

static LogicalResult checkKappa(MLIRContext *context, double kappa,
                                StringRef others) {
  if (kappa >= 1 && kappa <= 65536)
    return success();
  return emitError(UnknownLoc::get(context))
         << "kappa is " << kappa << ", expected " << others << "1 to 65536";
}

LogicalResult checkKappa(MLIRContext *context, double kappa) {
  return checkKappa(context, kappa, "");
}

LogicalResult checkKappas(MLIRContext *context, ArrayRef<double> kappas) {
  for (double kappa : kappas)
    if (kappa != leftOut && kappa != 0 &&
        failed(checkKappa(context, kappa, "-1, 0 or ")))
      return failure();
  return success();
}

LogicalResult checkFactors(MLIRContext *context, ArrayRef<double> factors) {
  for (double factor : factors)
    if (factor != leftOut && !(factor > 0 && factor <= 16384))
      return emitError(UnknownLoc::get(context))
             << "factor is " << factor
             << ", expected -1 or more than 0, up to 16384";
  return success();
}

LogicalResult checkBlock(MLIRContext *context, unsigned block, unsigned most) {
  if (block >= 2 && block <= most)
    return success();
  return emitError(UnknownLoc::get(context))
         << "block is " << block << ", expected 2 to " << most;
}

LogicalResult GroupAmplification::checkCount(Operation *module) const {
  if (given.size() == 1 || given.size() == groups)
    return success();
  return module->emitError()
         << option << " has " << given.size() << " numbers, expected one or "
         << groups << ", as many as there are groups";
}

} // namespace hwlock
