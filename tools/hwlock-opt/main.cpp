//===- main.cpp - mlir-opt with the hwlock dialect ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "hwlock/IR/HwlockDialect.h"
#include "hwlock/Transforms/Passes.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  registry.insert<hwlock::HwlockDialect>();
  mlir::registerAllPasses();
  hwlock::registerHwlockPasses();
  hwlock::registerLockModelPipeline();
  return mlir::asMainReturnCode(mlir::MlirOptMain(
      argc, argv, "optimiser with the hwlock dialect\n", registry));
}
