//===- SharedExecutable.cpp - What hwlock compile wrote -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Executables.h"
#include "hwlock/Api/SharedObject.h"
#include "hwlock/Api/Stopwatch.h"
#include "hwlock/Codegen/Native/DecoderStatus.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/MLIRContext.h"

using namespace hwlock;
using rt::Result;

namespace {

class SharedExecutable final : public Executable {
public:
  explicit SharedExecutable(const ModelFile &file)
      : file(file), host(file.host),
        context(mlir::MLIRContext::Threading::DISABLED) {}
  ~SharedExecutable() override {
    if (model)
      object->descriptor().destroy(model);
  }

  Result<void> open() override;
  Result<std::vector<FunctionTypes>> functions() override;
  /// Shapes were chosen when the file was compiled.
  void specialize(size_t, llvm::ArrayRef<mlir::RankedTensorType>) override {}
  Result<std::vector<mlir::RankedTensorType>> outputs(size_t index) override {
    const aot::Function &function = object->descriptor().functions[index];
    return types(function.outputs, function.outputCount);
  }
  /// Nothing is left to do: opening loads the weights too.
  Result<void> prepare() override { return {}; }
  void call(size_t function, llvm::ArrayRef<const void *> inputs,
            llvm::ArrayRef<void *> outputs) override {
    object->descriptor().run(model, nullptr, function, inputs.data(),
                             outputs.data());
  }

private:
  Result<std::vector<mlir::RankedTensorType>> types(const aot::Tensor *tensors,
                                                    uint64_t count);
  rt::Error explain(Status status) const;

  const ModelFile &file;
  rt::HostSources host;
  mlir::MLIRContext context;
  std::optional<SharedObject> object;
  aot::Model *model = nullptr;
};

} // namespace

/// The loader knows which features are missing; the rest is said as for a
/// module.
rt::Error SharedExecutable::explain(Status status) const {
  if (status != Status::Environment)
    return decoderError(status, object->descriptor().slotCount);
  if (host.failure())
    return *host.failure();
  char message[512];
  object->descriptor().message(&object->descriptor(),
                               static_cast<int32_t>(status), message,
                               sizeof message);
  return rt::environmentError(message, "compile the model for this CPU, with "
                                       "'hwlock compile --cpu'");
}

Result<void> SharedExecutable::open() {
  auto loaded = SharedObject::load(file);
  if (!loaded)
    return loaded.error();
  object.emplace(std::move(*loaded));
  Stopwatch opening;
  const aot::Descriptor &descriptor = object->descriptor();
  auto status =
      static_cast<Status>(descriptor.create(&descriptor, host.host(), &model));
  if (status != Status::Ok)
    return explain(status);
  times.open = opening.milliseconds();
  return {};
}

Result<std::vector<mlir::RankedTensorType>>
SharedExecutable::types(const aot::Tensor *tensors, uint64_t count) {
  std::vector<mlir::RankedTensorType> found;
  for (const aot::Tensor &tensor : llvm::ArrayRef(tensors, count)) {
    auto element = mlir::parseType(tensor.element, &context);
    if (!element)
      return rt::badInput("'" + file.path + "' has an unknown element type '" +
                          tensor.element + "'");
    found.push_back(mlir::RankedTensorType::get(
        llvm::ArrayRef(tensor.shape, tensor.rank), element));
  }
  return found;
}

Result<std::vector<FunctionTypes>> SharedExecutable::functions() {
  const aot::Descriptor &descriptor = object->descriptor();
  std::vector<FunctionTypes> found;
  for (const aot::Function &function :
       llvm::ArrayRef(descriptor.functions, descriptor.functionCount)) {
    auto inputs = types(function.inputs, function.inputCount);
    if (!inputs)
      return inputs.error();
    auto outputs = types(function.outputs, function.outputCount);
    if (!outputs)
      return outputs.error();
    found.push_back({function.name,
                     {inputs->begin(), inputs->end()},
                     {outputs->begin(), outputs->end()}});
  }
  return found;
}

std::unique_ptr<Executable>
hwlock::makeSharedExecutable(const ModelFile &file) {
  return std::make_unique<SharedExecutable>(file);
}
