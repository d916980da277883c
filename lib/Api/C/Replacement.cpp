//===- Replacement.cpp - Constants of loaded models -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Model.h"

using namespace hwlock;
using namespace hwlock::c;

ConstantTable
hwlock::c::describeConstants(llvm::ArrayRef<ReplaceableConstant> constants) {
  ConstantTable table;
  for (const ReplaceableConstant &constant : constants) {
    llvm::raw_string_ostream(table.elements.emplace_back())
        << constant.type.getElementType();
    table.constants.push_back(
        {constant.name.c_str(),
         {table.elements.back().c_str(), constant.type.getShape().data(),
          static_cast<size_t>(constant.type.getRank()), constant.bytes.size()},
         constant.bytes.data()});
  }
  return table;
}

size_t hwlock_model_constant_count(const hwlock_model *model) {
  return model->replaceable.constants.size();
}

const hwlock_constant *hwlock_model_constant(const hwlock_model *model,
                                             size_t index) {
  llvm::ArrayRef<hwlock_constant> constants = model->replaceable.constants;
  return index < constants.size() ? &constants[index] : nullptr;
}

static rt::Result<Replacement> check(const hwlock_model *model,
                                     const hwlock_replacement &given) {
  const hwlock_constant *constant = hwlock_model_constant(model, given.index);
  if (!constant)
    return usage("the model has no constant " + std::to_string(given.index) +
                     " that can be replaced",
                 "keep constants before the model is written and loaded");
  size_t bytes = constant->type.bytes;
  if (given.data.bytes != bytes || (!given.data.data && bytes))
    return usage("constant '" + std::string(constant->name) + "' has " +
                     std::to_string(bytes) + " bytes, found " +
                     std::to_string(given.data.bytes),
                 "give a tensor of the same shape and elements");
  return Replacement{given.index,
                     {static_cast<const char *>(given.data.data), bytes}};
}

int32_t hwlock_model_replace(hwlock_model *model,
                             const hwlock_replacement *replacements,
                             size_t count, hwlock_text **failure) {
  CallObserver observer;
  if (!replacements && count)
    return observer.finish(usage("no replacements given"), failure);
  std::vector<Replacement> checked;
  for (const hwlock_replacement &given : llvm::ArrayRef(replacements, count)) {
    auto one = check(model, given);
    if (!one)
      return observer.finish(one.error(), failure);
    checked.push_back(*one);
  }
  std::lock_guard turn(model->running);
  auto replaced = model->executable->replace(checked);
  return replaced ? HWLOCK_OK : observer.finish(replaced.error(), failure);
}
