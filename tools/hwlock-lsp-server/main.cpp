//===- main.cpp - Language server for MLIR with the hwlock dialect --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "hwlock/Tools/Registration.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/Support/LLVM.h"
#include "mlir/Tools/mlir-lsp-server/MlirLspServerMain.h"
#include <cstdlib>

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  hwlock::registerAllDialects(registry);
  return failed(mlir::MlirLspServerMain(argc, argv, registry)) ? EXIT_FAILURE
                                                               : EXIT_SUCCESS;
}
