//===- Plugin.cpp - hwlock for a stock mlir-opt ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// mlir-opt looks for the dialects and for the passes under one symbol each. The
// host must link the shared libMLIR: a static one would not see what is
// registered here.
//===----------------------------------------------------------------------===//
#include "hwlock/Support/Version.h"
#include "hwlock/Tools/Registration.h"
#include "mlir/Tools/Plugins/DialectPlugin.h"
#include "mlir/Tools/Plugins/PassPlugin.h"

static constexpr char name[] = "hwlock";

extern "C" LLVM_ATTRIBUTE_VISIBILITY_DEFAULT mlir::DialectPluginLibraryInfo
mlirGetDialectPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, name, hwlock::versionString,
          [](mlir::DialectRegistry *registry) {
            hwlock::registerOwnDialects(*registry);
          }};
}

extern "C" LLVM_ATTRIBUTE_VISIBILITY_DEFAULT mlir::PassPluginLibraryInfo
mlirGetPassPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, name, hwlock::versionString,
          hwlock::registerOwnPasses};
}
