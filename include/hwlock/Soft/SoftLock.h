//===- SoftLock.h - The soft locks, as one pipeline -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SOFT_SOFTLOCK_H
#define HWLOCK_SOFT_SOFTLOCK_H

#include "hwlock/Support/Result.h"
#include "mlir/Pass/PassManager.h"
#include <string>
#include <vector>

namespace hwlock {

struct SoftLockOptions {
  /// What the weights are to resist: "quantization", "pruning"; nothing: no
  /// soft lock.
  std::vector<std::string> resist;
  /// 0: another one for each run.
  uint64_t seed = 0;
  /// Locks that add pairs of channels to what others leave but for
  /// hwlock-out-mix, with their defaults: "flip", "split".
  std::vector<std::string> pairs;
};

/// Usage if a word is unknown; the message lists those that are.
rt::Result<void> checkResist(const std::vector<std::string> &words);
rt::Result<void> checkPairs(const std::vector<std::string> &words);

/// The passes that make weights resist, in their order; none if `options` names
/// nothing. `manager` must be anchored on builtin.module.
void buildSoftLockPipeline(mlir::OpPassManager &manager,
                           const SoftLockOptions &options);

/// Registers the pipeline `hwlock-soft-lock`.
void registerSoftLockPipeline();

} // namespace hwlock

#endif // HWLOCK_SOFT_SOFTLOCK_H
