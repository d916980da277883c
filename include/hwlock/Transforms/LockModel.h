//===- LockModel.h - Lock a model: options, plan, pipeline ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From a program: fill LockModelOptions from flags, planLock() them (this reads
// or measures the profiles, so that it fails before any IR is touched), then
// build the pipeline with the plan and run it on a module.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TRANSFORMS_LOCKMODEL_H
#define HWLOCK_TRANSFORMS_LOCKMODEL_H

#include "hwlock/Fingerprint/Binding.h"
#include "hwlock/Fingerprint/HostSources.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Runtime/OwnerKey.h"
#include "hwlock/Support/KeyProvider.h"
#include "hwlock/Transforms/CiphertextStore.h"
#include "mlir/Pass/PassManager.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hwlock {

/// What the user wrote. An empty list stands for its default.
struct LockModelOptions {
  /// Paths of profiles; none: enrol this machine.
  std::vector<std::string> profiles;
  /// Sources to bind to; default: clock, precision.
  std::vector<std::string> fingerprint;
  /// Transformations, innermost first; default: aes.
  std::vector<std::string> chain;
  /// When weights are decoded: eager (at load).
  std::string unlock = "eager";
  /// error: fail closed. garbage: decode to plausible weights.
  std::string onMismatch = "error";
  /// What the weights are to resist even where they are readable:
  /// quantization, pruning (Soft/SoftLock.h); default: nothing.
  std::vector<std::string> resist;
  /// For enrolment, and for binding to TPMs; not part of the textual form.
  rt::HostOptions host;
  rt::BindOptions binding;
  /// Path of the public key of who may change the slots; empty: nobody. Not
  /// part of the textual form either.
  std::string owner;
  /// Not for users: encrypt resources in their own memory where it is mutable.
  /// Halves the peak of memory, but takes their bytes away from every other
  /// module of the context that refers to them.
  bool inPlace = false;
  /// Where ciphertext goes instead of new memory. Must outlive the module.
  CiphertextStore *store = nullptr;
};

/// Reads "profile=a.hwp,b.hwp chain=aes", the options of the textual pipeline.
/// Usage if it is malformed.
rt::Result<LockModelOptions> parseLockModelOptions(llvm::StringRef text);

/// LockModelOptions, checked, with everything that a lock needs from outside.
struct LockPlan {
  rt::Policy policy = rt::Policy::Error;
  /// Mask of layout::source*.
  uint8_t sources = 0;
  std::vector<rt::Profile> profiles;
  /// Codes of the transformations, innermost first.
  std::vector<uint8_t> chain = {layout::transformationAes128};
  rt::BindOptions binding;
  std::optional<rt::OwnerPublicKey> owner;
  rt::KeyProvider *keys = nullptr;
  /// For the textual form of the pipeline.
  LockModelOptions options;
};

/// Checks `options`; reads the profiles or, if there is none, enrols this
/// machine (about a second). An unknown value is Status::Usage and its message
/// lists the allowed ones. `keys` must outlive the plan.
rt::Result<std::shared_ptr<const LockPlan>>
planLock(LockModelOptions options, rt::KeyProvider &keys = rt::systemKeys());

/// The passes that turn a linalg model into a locked one, in their order.
/// `manager` must be anchored on builtin.module. One plan may lock many
/// modules: every run draws new keys.
void buildLockModelPipeline(mlir::OpPassManager &manager,
                            std::shared_ptr<const LockPlan> plan);

/// Registers the pipeline `lock-model` for textual pipelines and command lines.
void registerLockModelPipeline();

} // namespace hwlock

#endif // HWLOCK_TRANSFORMS_LOCKMODEL_H
