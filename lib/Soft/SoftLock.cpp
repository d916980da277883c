//===- SoftLock.cpp - The soft locks, as one pipeline ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Soft/SoftLock.h"
#include "hwlock/Soft/Passes.h"
#include "mlir/Pass/PassOptions.h"
#include "mlir/Pass/PassRegistry.h"

using namespace mlir;

namespace hwlock {

/// Usage if one of the `words` of `option` is neither `first` nor `second`.
static rt::Result<void> checkWords(const std::vector<std::string> &words,
                                   const std::string &option,
                                   const std::string &first,
                                   const std::string &second) {
  for (const std::string &word : words)
    if (word != first && word != second)
      return rt::Error{Status::Usage,
                       "unknown value '" + word + "' of option '" + option +
                           "', expected '" + first + "' or '" + second + "'",
                       ""};
  return {};
}

rt::Result<void> checkResist(const std::vector<std::string> &words) {
  return checkWords(words, "resist", "quantization", "pruning");
}

rt::Result<void> checkPairs(const std::vector<std::string> &words) {
  return checkWords(words, "pairs", "flip", "split");
}

void buildSoftLockPipeline(OpPassManager &manager,
                           const SoftLockOptions &options) {
  if (options.resist.empty())
    return;
  // One seed for all would correlate what they draw; 0 would draw another one.
  uint64_t seed = options.seed;
  auto next = [&] {
    uint64_t own = seed;
    if (seed != 0 && ++seed == 0)
      seed = 1;
    return own;
  };
  HeadMixOptions mix;
  mix.seed = next();
  LayerNormNullOutOptions shift;
  shift.seed = next();
  PosMixOptions positive;
  positive.seed = next();
  Po2ScaleOptions scale;
  scale.seed = next();
  LayerNormNullInOptions behindNorm;
  behindNorm.seed = next();
  behindNorm.besideHeadMix = true;
  OutMixOptions behind;
  behind.seed = next();
  FlipPairOptions flip;
  flip.seed = next();
  SplitPairOptions split;
  split.seed = next();

  // Each leaves alone what those before it have rewritten.
  manager.addPass(createLayerNormNullIn(behindNorm));
  manager.addPass(createHeadMix(mix));
  manager.addPass(createLayerNormNullOut(shift));
  manager.addPass(createPosMix(positive));
  // It needs two layers that nothing has rewritten, hwlock-split-pair one.
  if (llvm::is_contained(options.pairs, "flip"))
    manager.addPass(createFlipPair(flip));
  if (llvm::is_contained(options.pairs, "split"))
    manager.addPass(createSplitPair(split));
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
                     "either, and none, is both")};
  Option<uint64_t> seed{
      *this, "seed",
      llvm::cl::desc("What the rewrites are drawn from; 0 draws a seed, too"),
      llvm::cl::init(0)};
  ListOption<std::string> pairs{
      *this, "pairs",
      llvm::cl::desc("Locks that cost multiplications, for layers that would "
                     "have hwlock-out-mix alone: flip (hwlock-flip-pair), "
                     "split (hwlock-split-pair), or both")};
};

} // namespace

static LogicalResult
addToPipeline(OpPassManager &manager, StringRef text,
              llvm::function_ref<LogicalResult(const Twine &)> fail) {
  TextOptions parsed;
  if (failed(parsed.parseFromString(text)))
    return fail("cannot read the options of hwlock-soft-lock; they are resist, "
                "seed and pairs, as in \"resist=quantization,pruning "
                "pairs=flip,split\"");
  SoftLockOptions options;
  options.resist = {parsed.resist.begin(), parsed.resist.end()};
  options.seed = parsed.seed;
  if (options.resist.empty())
    options.resist = {"quantization", "pruning"};
  if (auto known = checkResist(options.resist); !known)
    return fail(known.error().message);
  options.pairs = {parsed.pairs.begin(), parsed.pairs.end()};
  if (auto known = checkPairs(options.pairs); !known)
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
