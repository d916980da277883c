//===- Constants.cpp - hwlock_constants_* ---------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Call.h"
#include "hwlock/Api/ModuleProbes.h"
#include <deque>

using namespace hwlock;
using namespace hwlock::c;

struct hwlock_constants {
  CallObserver observer;
  std::optional<ModuleConstants> module;
  /// Nothing in a deque moves.
  std::deque<std::string> elements;
  std::vector<hwlock_constant> table;
  bool isProbed = false;
};

/// Fills the table; names may have moved.
static void describe(hwlock_constants &constants) {
  constants.elements.clear();
  constants.table.clear();
  for (const ModuleConstant &constant : constants.module->all()) {
    llvm::raw_string_ostream(constants.elements.emplace_back())
        << constant.type.getElementType();
    constants.table.push_back(
        {constant.name.c_str(),
         {constants.elements.back().c_str(), constant.type.getShape().data(),
          static_cast<size_t>(constant.type.getRank()), constant.bytes.size()},
         constant.bytes.data()});
  }
}

int32_t hwlock_constants_read(const char *path, hwlock_constants **result,
                              hwlock_text **failure) {
  if (result)
    *result = nullptr;
  auto constants = std::make_unique<hwlock_constants>();
  CallObserver &observer = constants->observer;
  if (!result)
    return observer.finish(usage("no place for the constants given"), failure);
  if (auto given = require(path, "path"); !given)
    return observer.finish(given.error(), failure);
  auto found = ModuleConstants::read(path, observer);
  if (!found)
    return observer.finish(found.error(), failure);
  constants->module.emplace(std::move(*found));
  describe(*constants);
  *result = constants.release();
  return HWLOCK_OK;
}

void hwlock_constants_free(hwlock_constants *constants) { delete constants; }

size_t hwlock_constants_count(const hwlock_constants *constants) {
  return constants->table.size();
}

const hwlock_constant *hwlock_constants_get(const hwlock_constants *constants,
                                            size_t index) {
  return index < constants->table.size() ? &constants->table[index] : nullptr;
}

int32_t hwlock_constants_replace(hwlock_constants *constants, size_t index,
                                 const hwlock_buffer *data,
                                 hwlock_text **failure) {
  CallObserver observer;
  if (!data || (!data->data && data->bytes))
    return observer.finish(usage("no data given"), failure);
  auto replaced = constants->module->replace(
      index, {static_cast<const char *>(data->data), data->bytes});
  if (!replaced)
    return observer.finish(replaced.error(), failure);
  constants->table[index].data = constants->module->all()[index].bytes.data();
  return HWLOCK_OK;
}

int32_t hwlock_constants_write(hwlock_constants *constants, const char *output,
                               int bytecode, hwlock_text **failure) {
  CallObserver observer;
  if (auto given = require(output, "output"); !given)
    return observer.finish(given.error(), failure);
  auto written = constants->module->write(output, bytecode != 0);
  return written ? HWLOCK_OK : observer.finish(written.error(), failure);
}

int32_t hwlock_constants_layers(const hwlock_constants *constants,
                                hwlock_text **report, hwlock_text **) {
  const ModuleConstants &module = *constants->module;
  give(report, jsonObject([&](llvm::json::OStream &json) {
         writeLayers(json, module, ModuleLayers(module));
       }));
  return HWLOCK_OK;
}

int32_t hwlock_constants_keep(hwlock_constants *constants, size_t index,
                              hwlock_text **failure) {
  CallObserver observer;
  auto kept = constants->module->keep(index);
  if (!kept)
    return observer.finish(kept.error(), failure);
  constants->table[index].data = constants->module->all()[index].bytes.data();
  return HWLOCK_OK;
}

static rt::Result<void> probe(ModuleConstants &module, llvm::StringRef probe) {
  ModuleLayers layers(module);
  if (probe == "expose")
    return exposeInputs(layers);
  llvm::StringRef what = probe;
  bool through = what.consume_back("-autocast");
  auto rounding = llvm::StringSwitch<std::optional<Rounding>>(what)
                      .Case("f16", Rounding::Float16)
                      .Case("bf16", Rounding::BFloat16)
                      .Case("tf32", Rounding::TensorFloat32)
                      .Default(std::nullopt);
  if (rounding && !(through && *rounding == Rounding::TensorFloat32))
    return through ? roundThrough(module, layers, *rounding)
                   : roundInputs(module, layers, *rounding);
  if (probe == "integer")
    return roundInputs(module, layers, Rounding::Integer);
  if (probe == "rotated")
    return roundInputs(module, layers, Rounding::Rotated);
  return usage("unknown probe '" + probe.str() + "'",
               "expected expose, integer, rotated, f16, bf16, tf32, "
               "f16-autocast or bf16-autocast");
}

int32_t hwlock_constants_probe(hwlock_constants *constants, const char *what,
                               hwlock_text **failure) {
  CallObserver observer;
  if (constants->isProbed)
    return observer.finish(
        usage("the model was probed before", "read its constants again"),
        failure);
  auto probed = probe(*constants->module, textOf(what));
  if (!probed)
    return observer.finish(probed.error(), failure);
  constants->isProbed = true;
  describe(*constants);
  return HWLOCK_OK;
}
