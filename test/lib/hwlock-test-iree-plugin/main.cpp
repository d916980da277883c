//===- main.cpp - Preprocesses a module as IREE's compiler would ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// usage: hwlock-test-iree-plugin IN OUT [flag of a plug-in...]
//
// IREE's own plug-in manager with the plug-ins linked in, in the order of its
// CompilerDriver.cpp; the rest of IREE's compiler is not here. IN is what
// iree-compile --compile-to=preprocessing prints in the generic form, OUT what
// --compile-from=preprocessing takes.
//
// MLIR is linked in, as it is in IREE's compiler: the shared one that libhwlock
// brings is another.
//===----------------------------------------------------------------------===//
#include "hwlock/IREE/LowerToIree.h"
#include "iree/compiler/PluginAPI/PluginManager.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::iree_compiler;

static int preprocess(const char *in, const char *out,
                      PluginManagerSession &session) {
  DialectRegistry registry;
  registry
      .insert<arith::ArithDialect, cf::ControlFlowDialect, func::FuncDialect,
              linalg::LinalgDialect, tensor::TensorDialect>();
  hwlock::registerIreeDialects(registry);
  session.registerDialects(registry);
  MLIRContext context(registry);
  context.allowUnregisteredDialects();
  llvm::SourceMgr sources;
  SourceMgrDiagnosticHandler diagnostics(sources, &context);
  if (failed(session.activatePlugins(&context)))
    return 1;
  auto module = parseSourceFile<ModuleOp>(in, sources, ParserConfig(&context));
  if (!module)
    return 1;
  PassManager manager(&context);
  session.extendPreprocessingPassPipeline(manager);
  if (failed(manager.run(*module)))
    return 1;
  std::error_code error;
  llvm::raw_fd_ostream stream(out, error);
  if (error) {
    llvm::errs() << out << ": " << error.message() << "\n";
    return 1;
  }
  module->print(stream, OpPrintingFlags().printGenericOpForm());
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    llvm::errs() << "usage: hwlock-test-iree-plugin IN OUT [flag...]\n";
    return 1;
  }
  PluginManager plugins;
  if (!plugins.loadAvailablePlugins())
    return 1;
  plugins.globalInitialize();
  plugins.registerPasses();
  OptionsBinder binder = OptionsBinder::local();
  PluginManagerOptions options;
  options.bindOptions(binder);
  PluginManagerSession session(plugins, binder, options);
  auto report = [](llvm::StringRef message) {
    llvm::errs() << message << "\n";
  };
  if (failed(binder.parseArguments(argc - 3, argv + 3, report)) ||
      failed(session.initializePlugins()))
    return 1;
  return preprocess(argv[1], argv[2], session);
}
