//===- Executable.h - A model that can be called --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_API_EXECUTABLE_H
#define HWLOCK_API_EXECUTABLE_H

#include "hwlock/Api/ImmutableFile.h"
#include "hwlock/Api/Observer.h"
#include "hwlock/Api/Signing.h"
#include "hwlock/Codegen/Native/Replacement.h"
#include "hwlock/Fingerprint/HostSources.h"
#include "hwlock/Support/Result.h"
#include "mlir/IR/BuiltinTypes.h"
#include <optional>
#include <string>
#include <vector>

namespace hwlock {

/// A public function, with its types as the file gives them; shapes may be
/// dynamic.
struct FunctionTypes {
  std::string name;
  std::vector<mlir::Type> inputs, outputs;
};

/// What happened before the first call, in milliseconds.
struct StartTimes {
  /// Generate the decoder's code; 0 for a model that is not locked.
  double decoder = 0;
  /// Measure this machine and obtain the data key; likewise.
  double open = 0;
  double compile = 0;
  /// Link the code, decode and pack the weights.
  double load = 0;
};

/// Used in this order: open, functions, perhaps specialize, prepare, call.
class Executable {
public:
  virtual ~Executable() = default;

  /// Reads the file and opens its vault: an unauthorised machine learns so
  /// before anything slow.
  virtual rt::Result<void> open() = 0;

  virtual rt::Result<std::vector<FunctionTypes>> functions() = 0;

  /// Only this one of functions() will be called, with inputs of these types of
  /// static shape. Without it prepare() refuses functions of dynamic shape.
  virtual void specialize(size_t function,
                          llvm::ArrayRef<mlir::RankedTensorType> inputs) = 0;

  /// Everything that is left to do before the first call.
  virtual rt::Result<void> prepare() = 0;

  /// What one of functions() gives, now of static shape. After prepare().
  virtual rt::Result<std::vector<mlir::RankedTensorType>>
  outputs(size_t function) = 0;

  /// Constants that replace() can change, after prepare(): those of a module
  /// that ModuleConstants::keep() was told of.
  virtual llvm::ArrayRef<ReplaceableConstant> constants() const { return {}; }

  /// Changes some of constants(); the code stays. Not while call() runs.
  virtual rt::Result<void>
  replace([[maybe_unused]] llvm::ArrayRef<Replacement> replacements) {
    assert(replacements.empty() && "there is no constant to change");
    return {};
  }

  /// Runs one of functions(). One pointer for each tensor, to dense row-major
  /// data; all must be ranked tensors of static shape. One thread at a time.
  virtual void call(size_t function, llvm::ArrayRef<const void *> inputs,
                    llvm::ArrayRef<void *> outputs) = 0;

  StartTimes times;
};

/// The file of a model.
struct ModelFile {
  std::string path;
  /// What to use in place of the file, since its signature was checked.
  std::optional<ImmutableFile> checked;
  /// How to reach the devices that it may be bound to.
  rt::HostOptions host;
};

/// Reads the file and checks its signature, if `request` has a key.
rt::Result<void> checkSignature(ModelFile &file, const TrustRequest &request);

/// What 'hwlock compile' wrote, or a module, which is compiled in this process.
/// `file` and `observer` must outlive the result.
std::unique_ptr<Executable> makeExecutable(const ModelFile &file,
                                           Observer &observer);

} // namespace hwlock

#endif // HWLOCK_API_EXECUTABLE_H
