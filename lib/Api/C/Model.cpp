//===- Model.cpp - hwlock_model_* -----------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Model.h"
#include "hwlock/Codegen/Native/ModelSignature.h"

using namespace hwlock;
using namespace hwlock::c;
using rt::Result;

static Result<std::vector<hwlock_tensor_type>>
describe(llvm::ArrayRef<mlir::Type> types, FunctionTable &table) {
  std::vector<hwlock_tensor_type> found;
  for (mlir::Type type : types) {
    auto tensor = llvm::dyn_cast<mlir::RankedTensorType>(type);
    if (!tensor)
      return rt::badInput("'" + table.name +
                              "' takes or returns what is no ranked tensor",
                          "export the model with tensors of known rank");
    llvm::raw_string_ostream(table.elements.emplace_back())
        << tensor.getElementType();
    // MLIR keeps the shape as long as its context.
    found.push_back({table.elements.back().c_str(), tensor.getShape().data(),
                     static_cast<size_t>(tensor.getRank()),
                     tensor.hasStaticShape() ? byteSize(tensor) : 0});
  }
  return found;
}

static Result<void> describeFunctions(hwlock_model &model) {
  for (const FunctionTypes &types : model.types) {
    FunctionTable &table = model.tables.emplace_back();
    table.name = types.name;
    auto inputs = describe(types.inputs, table);
    if (!inputs)
      return inputs.error();
    auto outputs = describe(types.outputs, table);
    if (!outputs)
      return outputs.error();
    table.inputs = std::move(*inputs);
    table.outputs = std::move(*outputs);
    model.functions.push_back({table.name.c_str(), table.inputs.data(),
                               table.inputs.size(), table.outputs.data(),
                               table.outputs.size()});
  }
  return {};
}

/// Steps of loading that take time.
static constexpr unsigned loadSteps = 3;

static Result<void> load(hwlock_model &model, const TrustRequest &trust) {
  Observer &observer = model.observer;
  if (auto checked = checkSignature(model.file, trust); !checked)
    return checked;
  if (!observer.progress(1, loadSteps))
    return stoppedByCaller();
  model.executable = makeExecutable(model.file, observer);
  if (auto opened = model.executable->open(); !opened)
    return opened;
  auto types = model.executable->functions();
  if (!types)
    return types.error();
  model.types = std::move(*types);
  if (auto described = describeFunctions(model); !described)
    return described;
  if (!observer.progress(2, loadSteps))
    return stoppedByCaller();
  if (auto prepared = model.executable->prepare(); !prepared)
    return prepared;
  model.replaceable = describeConstants(model.executable->constants());
  if (!observer.progress(loadSteps, loadSteps))
    return stoppedByCaller();
  return {};
}

int32_t hwlock_model_load(const hwlock_load_options *given,
                          hwlock_model **result, hwlock_text **failure) {
  if (result)
    *result = nullptr;
  auto options = takeOptions(given);
  if (!options || !result)
    return CallObserver().finish(options ? usage("no place for the model given")
                                         : options.error(),
                                 failure);
  auto model = std::make_unique<hwlock_model>(options->observer);
  CallObserver &observer = model->observer;
  if (auto path = require(options->path, "path"); !path)
    return observer.finish(path.error(), failure);
  auto host = hostOf(options->devices);
  if (!host)
    return observer.finish(host.error(), failure);
  model->file.path = options->path;
  model->file.host = std::move(*host);
  auto done = load(*model, {textOf(options->trust), textOf(options->model_name),
                            options->min_version});
  if (!done)
    return observer.finish(done.error(), failure);
  observer.detach();
  *result = model.release();
  return HWLOCK_OK;
}

void hwlock_model_free(hwlock_model *model) { delete model; }

size_t hwlock_model_function_count(const hwlock_model *model) {
  return model->functions.size();
}

const hwlock_function *hwlock_model_function(const hwlock_model *model,
                                             size_t index) {
  return index < model->functions.size() ? &model->functions[index] : nullptr;
}

static Result<void> checkBuffers(const hwlock_tensor_type *types, size_t count,
                                 const hwlock_buffer *buffers, size_t found,
                                 const char *what) {
  if (count != found)
    return usage("expected " + std::to_string(count) + " " + what +
                 "(s), found " + std::to_string(found));
  for (size_t index = 0; index < count; ++index) {
    std::string name = std::string(what) + " " + std::to_string(index);
    if (llvm::is_contained(
            llvm::ArrayRef(types[index].shape, types[index].rank),
            mlir::ShapedType::kDynamic))
      return rt::badInput(name + " is not a tensor of static shape",
                          "export the model with fixed shapes");
    if (buffers[index].bytes != types[index].bytes ||
        (!buffers[index].data && types[index].bytes))
      return usage(name + " has " + std::to_string(buffers[index].bytes) +
                   " bytes, expected " + std::to_string(types[index].bytes));
  }
  return {};
}

int32_t hwlock_model_run(hwlock_model *model, size_t index,
                         const hwlock_buffer *inputs, size_t input_count,
                         const hwlock_buffer *outputs, size_t output_count,
                         hwlock_text **failure) {
  CallObserver observer;
  const hwlock_function *function = hwlock_model_function(model, index);
  if (!function)
    return observer.finish(
        usage("the model has no function " + std::to_string(index)), failure);
  if (auto right = checkBuffers(function->inputs, function->input_count, inputs,
                                input_count, "input");
      !right)
    return observer.finish(right.error(), failure);
  if (auto right = checkBuffers(function->outputs, function->output_count,
                                outputs, output_count, "output");
      !right)
    return observer.finish(right.error(), failure);
  llvm::SmallVector<const void *> from;
  llvm::SmallVector<void *> to;
  for (const hwlock_buffer &buffer : llvm::ArrayRef(inputs, input_count))
    from.push_back(buffer.data);
  for (const hwlock_buffer &buffer : llvm::ArrayRef(outputs, output_count))
    to.push_back(buffer.data);
  std::lock_guard turn(model->running);
  model->executable->call(index, from, to);
  return HWLOCK_OK;
}
