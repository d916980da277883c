//===- Executable.h - A model that hwlock run can call --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TOOLS_HWLOCK_EXECUTABLE_H
#define HWLOCK_TOOLS_HWLOCK_EXECUTABLE_H

#include "Benchmark.h"
#include "ImmutableFile.h"
#include "hwlock/Fingerprint/HostSources.h"
#include "hwlock/Support/Result.h"
#include "mlir/IR/BuiltinTypes.h"
#include <optional>
#include <string>
#include <vector>

namespace hwlock::tool {

/// Inputs and outputs of a function, as the file gives them.
struct FunctionTypes {
  std::vector<mlir::Type> inputs, outputs;
};

/// Used in this order: open, find, prepare, call.
class Executable {
public:
  virtual ~Executable() = default;

  /// Reads the file and opens its vault: an unauthorised machine learns so
  /// before anything slow.
  virtual rt::Result<void> open() = 0;

  /// Chooses the function to call. Usage if there is no public function `name`.
  virtual rt::Result<FunctionTypes> find(const std::string &name) = 0;

  /// Everything that is left to do before the first call.
  virtual rt::Result<void> prepare() = 0;

  /// One pointer for each tensor, to dense row-major data.
  virtual void call(llvm::ArrayRef<const void *> inputs,
                    llvm::ArrayRef<void *> outputs) = 0;

  StartTimes times;
};

/// Usage, with the names that there are.
rt::Error noSuchFunction(const std::string &name,
                         llvm::ArrayRef<std::string> names);

/// The file of a model.
struct ModelFile {
  std::string path;
  /// What to use in place of the file, since its signature was checked.
  std::optional<ImmutableFile> checked;
  /// How to reach the devices that it may be bound to.
  rt::HostOptions host;
};

/// A module, compiled in this process. `file` must outlive the result.
std::unique_ptr<Executable> makeJitExecutable(const ModelFile &file);

/// What 'hwlock compile' wrote; likewise.
std::unique_ptr<Executable> makeSharedExecutable(const ModelFile &file);

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_EXECUTABLE_H
