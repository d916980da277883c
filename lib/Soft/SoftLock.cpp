//===- SoftLock.cpp - The soft locks, as one pipeline ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Soft/SoftLock.h"
#include "hwlock/Soft/Passes.h"
#include "mlir/Pass/PassOptions.h"
#include "mlir/Pass/PassRegistry.h"

using namespace mlir;

namespace hwlock {

rt::Result<void> checkResist(const std::vector<std::string> &words) {
  for (const std::string &word : words)
    if (word != "quantization" && word != "pruning")
      return rt::Error{Status::Usage,
                       "unknown value '" + word +
                           "' of option 'resist', expected 'quantization' or "
                           "'pruning'",
                       ""};
  return {};
}

void buildSoftLockPipeline(OpPassManager &manager,
                           const SoftLockOptions &options) {
  if (options.resist.empty())
    return;
  // One seed for all would correlate what they draw.
  uint64_t seed = options.seed;
  auto next = [&] { return seed == 0 ? 0 : seed++; };
  HeadMixOptions mix;
  mix.seed = next();
  LayerNormNullOutOptions shift;
  shift.seed = next();
  shift.besideHeadMix = true;
  shift.besideLnNullIn = true;
  PosMixOptions positive;
  positive.seed = next();
  positive.besideHeadMix = true;
  Po2ScaleOptions scale;
  scale.seed = next();
  LayerNormNullInOptions behindNorm;
  behindNorm.seed = next();
  behindNorm.besideHeadMix = true;
  OutMixOptions behind;
  behind.seed = next();

  manager.addPass(createHeadMix(mix));
  manager.addPass(createLayerNormNullIn(behindNorm));
  manager.addPass(createLayerNormNullOut(shift));
  manager.addPass(createPosMix(positive));
  // What none of the others takes.
  manager.addPass(createOutMix(behind));
  // Last, so that the others measure weights as they were trained.
  manager.addPass(createPo2Scale(scale));
  manager.addPass(createFloat32Share());
}

namespace {

struct TextOptions : PassPipelineOptions<TextOptions> {
  ListOption<std::string> resist{
      *this, "resist",
      llvm::cl::desc("What the weights are to resist: quantization, pruning; "
                     "none takes both")};
  Option<uint64_t> seed{
      *this, "seed",
      llvm::cl::desc("What the rewrites are drawn from; 0 draws a seed, too"),
      llvm::cl::init(0)};
};

} // namespace

static LogicalResult
addToPipeline(OpPassManager &manager, StringRef text,
              llvm::function_ref<LogicalResult(const Twine &)> fail) {
  TextOptions parsed;
  if (failed(parsed.parseFromString(text)))
    return fail("cannot read the options of hwlock-soft-lock; they are resist "
                "and seed, as in \"resist=quantization,pruning\"");
  SoftLockOptions options;
  options.resist = {parsed.resist.begin(), parsed.resist.end()};
  options.seed = parsed.seed;
  if (options.resist.empty())
    options.resist = {"quantization", "pruning"};
  if (auto known = checkResist(options.resist); !known)
    return fail(known.error().message);
  buildSoftLockPipeline(manager, options);
  return success();
}

void registerSoftLockPipeline() {
  registerPassPipeline(
      "hwlock-soft-lock",
      "Make the weights of a model useless once quantised or pruned",
      addToPipeline,
      [](llvm::function_ref<void(const detail::PassOptions &)> handler) {
        handler(TextOptions());
      });
}

} // namespace hwlock
