//===- LockPass.cpp - Locks a module through libhwlock --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "LockPass.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace hwlock::plugin {

static constexpr llvm::StringLiteral moduleName("module being compiled");

void emitFailure(Location location, StringRef lines) {
  auto [message, hints] = lines.split('\n');
  InFlightDiagnostic diagnostic = emitError(location) << "hwlock: " << message;
  while (!hints.empty()) {
    auto [hint, others] = hints.split('\n');
    diagnostic.attachNote() << hint;
    hints = others;
  }
}

/// hwlock_observer::message; `user` is the module.
static void emitMessage(void *user, int severity, const char *text) {
  Location location = static_cast<Operation *>(user)->getLoc();
  if (severity == HWLOCK_WARNING)
    emitWarning(location) << "hwlock: " << text;
  else
    emitRemark(location) << "hwlock: " << text;
}

namespace {

struct LockPass : PassWrapper<LockPass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(LockPass)

  LockPass(std::shared_ptr<const HwlockLibrary> library, std::string lockModel)
      : library(std::move(library)), lockModel(std::move(lockModel)) {}

  StringRef getArgument() const override { return "hwlock-iree-lock"; }
  StringRef getDescription() const override {
    return "Lock the weights of a model to hardware";
  }

  void runOnOperation() override {
    std::string locked, failure;
    if (lock(locked, failure) && replace(locked))
      return;
    if (!failure.empty())
      emitFailure(getOperation().getLoc(), failure);
    signalPassFailure();
  }

private:
  bool lock(std::string &locked, std::string &failure) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    getOperation()->print(stream, OpPrintingFlags().printGenericOpForm());
    hwlock_observer observer{};
    observer.user = getOperation().getOperation();
    observer.message = emitMessage;
    hwlock_iree_options options{};
    options.size = sizeof options;
    options.contents = text.data();
    options.contents_size = text.size();
    options.name = moduleName.data();
    options.lock_model = lockModel.c_str();
    options.observer = &observer;
    return library->lock(options, locked, failure);
  }

  /// False after a diagnostic.
  bool replace(StringRef text) {
    ModuleOp module = getOperation();
    ParserConfig config(&getContext());
    auto parsed = parseSourceString<ModuleOp>(text, config, moduleName);
    if (!parsed)
      return false;
    module.getBodyRegion().takeBody(parsed->getBodyRegion());
    module->setAttrs((*parsed)->getAttrDictionary());
    return true;
  }

  std::shared_ptr<const HwlockLibrary> library;
  std::string lockModel;
};

} // namespace

std::unique_ptr<Pass>
createLockPass(std::shared_ptr<const HwlockLibrary> library,
               std::string lockModel) {
  return std::make_unique<LockPass>(std::move(library), std::move(lockModel));
}

LogicalResult loadDialects(MLIRContext &context) {
  for (StringRef name :
       {"arith", "cf", "flow", "func", "hal", "stream", "util"})
    if (!context.getOrLoadDialect(name))
      return emitError(UnknownLoc::get(&context))
             << "hwlock: this compiler has no dialect '" << name << "'";
  return success();
}

} // namespace hwlock::plugin
