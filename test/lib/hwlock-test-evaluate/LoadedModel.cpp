//===- LoadedModel.cpp - A compiled model under keys of one's choice ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "LoadedModel.h"
#include "hwlock/Support/File.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include <algorithm>
#include <dlfcn.h>

using namespace hwlock;
using namespace hwlock::evaluate;
using rt::Result;

static Result<Arena> memory(uint64_t bytes) {
  auto arena = Arena::create(bytes);
  if (!arena)
    return rt::environmentError("not enough memory for the model");
  return std::move(*arena);
}

static Result<Arena> readInput(const std::string &path,
                               const aot::Tensor &tensor) {
  auto array = tool::readNpy(path);
  if (!array)
    return array.error();
  if (array->data.size() != tensor.bytes)
    return rt::badInput("'" + path + "' has " +
                        std::to_string(array->data.size()) +
                        " bytes, expected " + std::to_string(tensor.bytes));
  auto arena = memory(tensor.bytes);
  if (arena)
    llvm::copy(array->data, arena->data());
  return arena;
}

Result<void> LoadedModel::allocate() {
  const aot::Descriptor &model = descriptor();
  for (auto [bytes, arena] : {std::pair(model.residentBytes, &resident),
                              std::pair(model.temporaryBytes, &temporary),
                              std::pair(model.scratchBytes, &scratch),
                              std::pair(function->outputs[0].bytes, &output)}) {
    auto made = memory(bytes);
    if (!made)
      return made.error();
    *arena = std::move(*made);
  }
  return {};
}

Result<LoadedModel> LoadedModel::create(const std::string &path,
                                        llvm::ArrayRef<std::string> inputs) {
  void *object = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!object)
    return rt::environmentError(::dlerror());
  const auto *found = static_cast<const aot::Descriptor *>(
      ::dlsym(object, aot::descriptorName));
  if (!found || found->version != aot::version)
    return rt::badInput("'" + path + "' is not a model of this version");
  LoadedModel model(found);
  llvm::ArrayRef functions(model.descriptor().functions,
                           model.descriptor().functionCount);
  const auto *main = llvm::find_if(functions, [](const aot::Function &found) {
    return llvm::StringRef(found.name) == "main";
  });
  if (main == functions.end() || main->inputCount != inputs.size() ||
      main->outputCount == 0)
    return rt::badInput("'" + path + "' has no function main of " +
                        std::to_string(inputs.size()) + " inputs");
  model.function = main;
  for (auto [index, input] : llvm::enumerate(inputs)) {
    auto arena = readInput(input, main->inputs[index]);
    if (!arena)
      return arena.error();
    model.inputs.push_back(std::move(*arena));
  }
  if (auto allocated = model.allocate(); !allocated)
    return allocated.error();
  return model;
}

Result<void> LoadedModel::run(test::DataKey key, std::vector<uint8_t> &out) {
  ModelState state{resident.data(), temporary.data(), scratch.data()};
  auto status = static_cast<Status>(descriptor().load(&state, key.data()));
  if (status != Status::Ok)
    return rt::Error{status, "the weights cannot be decoded", ""};
  std::vector<const void *> from;
  for (const Arena &input : inputs)
    from.push_back(input.data());
  // Only the first output is looked at, but all are written.
  std::vector<Arena> others;
  std::vector<void *> to = {output.data()};
  for (uint64_t i = 1; i < function->outputCount; ++i) {
    auto other = memory(function->outputs[i].bytes);
    if (!other)
      return other.error();
    others.push_back(std::move(*other));
    to.push_back(others.back().data());
  }
  state.temporary = nullptr;
  function->entry(&state, from.data(), to.data());
  out.insert(out.end(), output.data(),
             output.data() + function->outputs[0].bytes);
  return {};
}

Result<void> LoadedModel::write(const std::string &path, size_t count,
                                std::vector<uint8_t> outputs) const {
  const aot::Tensor &tensor = function->outputs[0];
  if (llvm::StringRef(tensor.element) != "f32")
    return rt::badInput("the first output is not f32");
  tool::NpyArray array;
  array.type = "<f4";
  array.shape = {int64_t(count)};
  array.shape.insert(array.shape.end(), tensor.shape,
                     tensor.shape + tensor.rank);
  array.data = std::move(outputs);
  return rt::writeFileAtomically(path, tool::formatNpy(array));
}
