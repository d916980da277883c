//===- LockForIree.cpp - Lock a module that IREE is compiling -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/LockForIree.h"
#include "hwlock/Api/ModuleFile.h"
#include "hwlock/IREE/LowerToIree.h"
#include "hwlock/IREE/Passes.h"
#include "mlir/Pass/PassManager.h"

using namespace hwlock;
using rt::Result;

Result<std::string> hwlock::lockForIree(llvm::StringRef text,
                                        const std::string &name,
                                        LockModelOptions options,
                                        Observer &observer) {
  auto context = createContext();
  // IREE has more dialects than those that hwlock writes.
  context->allowUnregisteredDialects();
  DiagnosticForwarder diagnostics(*context, observer);
  auto module = readModule(llvm::MemoryBuffer::getMemBufferCopy(text, name),
                           name, *context);
  if (!module)
    return module.error();
  if (options.profiles.empty())
    observer.message(mlir::DiagnosticSeverity::Remark,
                     "no profile given: enrolling this machine");
  // The module is ours alone.
  options.inPlace = true;
  auto plan = planLock(std::move(options));
  if (!plan)
    return plan.error();
  adoptUtilFunctions(**module);
  mlir::PassManager manager(context.get());
  buildLockModelPipeline(manager, std::move(*plan));
  manager.addPass(createToIree());
  // The cause was a diagnostic.
  if (failed(manager.run(**module)))
    return rt::badInput("");
  releaseUtilFunctions(**module);
  std::string lowered;
  llvm::raw_string_ostream stream(lowered);
  printForIree(**module, stream);
  return lowered;
}
