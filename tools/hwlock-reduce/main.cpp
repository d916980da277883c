//===- main.cpp - mlir-reduce with hwlock's dialect and passes ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "hwlock/Tools/Registration.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Tools/mlir-reduce/MlirReduceMain.h"
#include <cstdlib>

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  hwlock::registerAllDialects(registry);
  hwlock::registerAllPasses();
  mlir::MLIRContext context(registry);
  return failed(mlir::mlirReduceMain(argc, argv, context)) ? EXIT_FAILURE
                                                           : EXIT_SUCCESS;
}
