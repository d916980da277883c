//===- Registration.cpp - Dialects and passes that the tools offer --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Tools/Registration.h"
#include "hwlock/Codegen/Compute.h"
#include "hwlock/IR/HwlockDialect.h"
#include "hwlock/IREE/LowerToIree.h"
#include "hwlock/IREE/Passes.h"
#include "hwlock/Soft/Passes.h"
#include "hwlock/Soft/SoftLock.h"
#include "hwlock/Transforms/Passes.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"

namespace hwlock {

void registerOwnDialects(mlir::DialectRegistry &registry) {
  registry.insert<HwlockDialect>();
  registerIreeDialects(registry);
}

void registerOwnPasses() {
  registerHwlockPasses();
  registerHwlockSoftPasses();
  registerSoftLockPipeline();
  registerLockModelPipeline();
  registerComputePasses();
  registerHwlockIreePasses();
}

void registerAllDialects(mlir::DialectRegistry &registry) {
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  registerOwnDialects(registry);
}

void registerAllPasses() {
  mlir::registerAllPasses();
  registerOwnPasses();
}

} // namespace hwlock
