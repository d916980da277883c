//===- LockModel.cpp - The pipeline lock-model ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Transforms/LockModel.h"
#include "hwlock/Soft/SoftLock.h"
#include "hwlock/Transforms/Passes.h"
#include "mlir/Pass/PassOptions.h"
#include "mlir/Pass/PassRegistry.h"

using namespace mlir;

namespace hwlock {

void buildLockModelPipeline(OpPassManager &manager,
                            std::shared_ptr<const LockPlan> plan) {
  // Refuse before anything is changed.
  manager.addPass(createCheckLockable());
  // Rewrite weights before equal ones are found to be one.
  SoftLockOptions soft;
  soft.resist = plan->options.resist;
  buildSoftLockPipeline(manager, soft);
  // Decide what is sealed, say what stays in the clear.
  manager.addPass(createMarkWeights());
  // Encrypt into a vault.
  manager.addPass(createSeal(std::move(plan)));
  // Decode where the constants stood.
  manager.addPass(createInsertOpen());
  // Prove that no plaintext is left.
  manager.addPass(createVerifySealed());
}

namespace {

/// The options of hwlock-seal, as text.
struct TextOptions : PassPipelineOptions<TextOptions> {
  ListOption<std::string> profiles{
      *this, "profile",
      llvm::cl::desc("Profiles (.hwp) of the machines that may open the "
                     "model; none enrols this machine")};
  ListOption<std::string> fingerprint{
      *this, "fingerprint",
      llvm::cl::desc("Sources to bind to: clock, precision; none takes both")};
  ListOption<std::string> chain{
      *this, "chain",
      llvm::cl::desc("Transformations, innermost first: shuffle, pretransform, "
                     "then aes or "
                     "aes256; none takes aes")};
  Option<std::string> unlock{
      *this, "unlock",
      llvm::cl::desc("When weights are decoded: eager (at load)"),
      llvm::cl::init("eager")};
  Option<std::string> onMismatch{
      *this, "on-mismatch",
      llvm::cl::desc("On another machine: error (fail closed) or garbage "
                     "(decode to plausible weights)"),
      llvm::cl::init("error")};
  ListOption<std::string> resist{
      *this, "resist",
      llvm::cl::desc("What readable weights would still resist: quantization, "
                     "pruning; either is both, none takes no soft lock")};
};

} // namespace

rt::Result<LockModelOptions> parseLockModelOptions(StringRef text) {
  TextOptions parsed;
  std::string message;
  llvm::raw_string_ostream errors(message);
  if (failed(parsed.parseFromString(text, errors))) {
    StringRef cause = StringRef(message).rtrim();
    cause.consume_front("<Pass-Options-Parser>: ");
    return rt::Error{
        Status::Usage, "cannot read the options of lock-model: " + cause.str(),
        "they are profile, fingerprint, chain, unlock, "
        "on-mismatch and resist, as in \"profile=a.hwp,b.hwp chain=aes\""};
  }
  LockModelOptions options;
  options.profiles = {parsed.profiles.begin(), parsed.profiles.end()};
  options.fingerprint = {parsed.fingerprint.begin(), parsed.fingerprint.end()};
  options.chain = {parsed.chain.begin(), parsed.chain.end()};
  options.unlock = parsed.unlock;
  options.onMismatch = parsed.onMismatch;
  options.resist = {parsed.resist.begin(), parsed.resist.end()};
  return options;
}

static rt::Result<std::shared_ptr<const LockPlan>> planLock(StringRef text) {
  auto options = parseLockModelOptions(text);
  if (!options)
    return options.error();
  return planLock(std::move(*options));
}

static LogicalResult
addToPipeline(OpPassManager &manager, StringRef text,
              llvm::function_ref<LogicalResult(const Twine &)> fail) {
  auto plan = planLock(text);
  if (!plan) {
    const rt::Error &error = plan.error();
    return fail(error.hint.empty() ? error.message
                                   : error.message + "; " + error.hint);
  }
  buildLockModelPipeline(manager, std::move(*plan));
  return success();
}

void registerLockModelPipeline() {
  registerPassPipeline(
      "lock-model", "Lock the weights of a model to hardware", addToPipeline,
      [](llvm::function_ref<void(const detail::PassOptions &)> handler) {
        handler(TextOptions());
      });
}

} // namespace hwlock
