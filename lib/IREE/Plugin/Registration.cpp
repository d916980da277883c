//===- Registration.cpp - hwlock as a static plug-in of IREE's compiler ---===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   iree-compile --iree-plugin=hwlock --iree-hwlock-lock-model=profile=a.hwp
//
// For those who build IREE from source: iree_compiler_plugin.cmake.
//===----------------------------------------------------------------------===//
#include "HwlockLibrary.h"
#include "LockPass.h"
#include "iree/compiler/PluginAPI/Client.h"
#include "mlir/IR/Location.h"
#include "mlir/Pass/PassManager.h"

using namespace mlir;
using namespace mlir::iree_compiler;

namespace {

struct HwlockOptions {
  std::string library = HWLOCK_DEFAULT_LIBRARY;
  std::string lockModel;

  void bindOptions(OptionsBinder &binder) {
    static llvm::cl::OptionCategory category("hwlock: models locked to "
                                             "hardware");
    binder.opt<std::string>(
        "iree-hwlock-library", library, llvm::cl::cat(category),
        llvm::cl::desc("The libhwlock.so that locks the model"));
    binder.opt<std::string>(
        "iree-hwlock-lock-model", lockModel, llvm::cl::cat(category),
        llvm::cl::desc("Options of lock-model, as hwlock-opt takes them: "
                       "\"profile=a.hwp chain=aes\"; without a profile this "
                       "machine is enrolled"));
  }
};

/// To activate it is to lock.
struct HwlockSession : PluginSession<HwlockSession, HwlockOptions> {
  LogicalResult onActivate() override {
    auto loaded = std::make_shared<hwlock::plugin::HwlockLibrary>();
    std::string failure;
    if (!loaded->load(options.library, failure)) {
      hwlock::plugin::emitFailure(UnknownLoc::get(context), failure);
      return mlir::failure();
    }
    library = std::move(loaded);
    return hwlock::plugin::loadDialects(*context);
  }

  /// Every input is linalg by now, and no constant has been evaluated yet.
  void extendPreprocessingPassPipeline(OpPassManager &manager) override {
    manager.addPass(hwlock::plugin::createLockPass(library, options.lockModel));
  }

  std::shared_ptr<const hwlock::plugin::HwlockLibrary> library;
};

} // namespace

IREE_DEFINE_COMPILER_OPTION_FLAGS(HwlockOptions);

extern "C" bool iree_register_compiler_plugin_hwlock(
    mlir::iree_compiler::PluginRegistrar *registrar) {
  registrar->registerPlugin<HwlockSession>("hwlock");
  return true;
}
