//===- main.cpp - mlir-opt with hwlock's dialect and passes ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "hwlock/Tools/Registration.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  hwlock::registerAllDialects(registry);
  hwlock::registerAllPasses();
  return mlir::asMainReturnCode(mlir::MlirOptMain(
      argc, argv, "optimiser with the hwlock dialect\n", registry));
}
