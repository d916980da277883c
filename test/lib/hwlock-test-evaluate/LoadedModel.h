//===- LoadedModel.h - A compiled model under keys of one's choice --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_LIB_EVALUATE_LOADEDMODEL_H
#define HWLOCK_TEST_LIB_EVALUATE_LOADEDMODEL_H

#include "Commands.h"
#include "NpyArray.h"
#include "hwlock/Codegen/Native/Arena.h"
#include "hwlock/Loader/ModelAbi.h"

namespace hwlock::evaluate {

/// A .so of hwlock compile, its function `main`, and inputs for it.
class LoadedModel {
public:
  static rt::Result<LoadedModel> create(const std::string &path,
                                        llvm::ArrayRef<std::string> inputs);

  const aot::Descriptor &descriptor() const { return *model; }

  /// Decodes the weights with `key` and appends the first output to `out`.
  rt::Result<void> run(test::DataKey key, std::vector<uint8_t> &out);

  /// Writes outputs of `count` runs as one array.
  rt::Result<void> write(const std::string &path, size_t count,
                         std::vector<uint8_t> outputs) const;

private:
  explicit LoadedModel(const aot::Descriptor *model) : model(model) {}
  rt::Result<void> allocate();

  /// Stays loaded until the process ends.
  const aot::Descriptor *model;
  const aot::Function *function = nullptr;
  Arena resident, temporary, scratch, output;
  std::vector<Arena> inputs;
};

} // namespace hwlock::evaluate

#endif // HWLOCK_TEST_LIB_EVALUATE_LOADEDMODEL_H
