//===- ModuleFunctions.cpp - What IREE calls of the device module ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "DeviceModule.h"
#include <string_view>

using namespace hwlock;
using namespace hwlock::vm;

template <size_t N> static constexpr StringView view(const char (&text)[N]) {
  return {text, N - 1};
}

static DeviceModule &moduleOf(void *self) {
  return *static_cast<DeviceModule *>(self);
}

static VmStatus getFunction(void *self, Linkage linkage, size_t ordinal,
                            Function *function, StringView *name,
                            FunctionSignature *signature) {
  if (ordinal != 0 ||
      (linkage != Linkage::Export && linkage != Linkage::ExportOptional))
    return VmStatus::NotFound;
  if (function)
    *function = {moduleOf(self).interface(), uint16_t(linkage), 0};
  if (name)
    *name = view(answerName);
  if (signature)
    signature->callingConvention = view(answerConvention);
  return VmStatus::Ok;
}

static VmStatus lookupFunction(void *self, Linkage linkage, StringView name,
                               const FunctionSignature *, Function *function) {
  if (std::string_view(name.data, name.size) != answerName)
    return VmStatus::NotFound;
  return getFunction(self, linkage, 0, function, nullptr, nullptr);
}

/// There is no state: secrets are asked for, and not kept.
static VmStatus allocateState(void *, Allocator, ModuleState **state) {
  *state = nullptr;
  return VmStatus::Ok;
}

static VmStatus beginCall(void *self, Stack *, FunctionCall call) {
  if (call.function.ordinal != 0)
    return VmStatus::NotFound;
  return moduleOf(self).answer(call);
}

static VmModule makeFunctions(void *self) {
  VmModule module = {};
  module.self = self;
  module.references = 1;
  module.destroy = [](void *self) { delete &moduleOf(self); };
  module.name = [](void *) { return view("hwlock"); };
  module.signature = [](void *) {
    return ModuleSignature{0, /*attributes=*/0, /*imports=*/0, /*exports=*/1,
                           /*internals=*/0};
  };
  module.enumerateDependencies = [](void *, DependencyCallback, void *) {
    return VmStatus::Ok;
  };
  module.getModuleAttribute = [](void *, size_t, StringPair *) {
    return VmStatus::OutOfRange;
  };
  module.lookupFunction = lookupFunction;
  module.getFunction = getFunction;
  module.getFunctionAttribute = [](void *, Linkage, size_t, size_t,
                                   StringPair *) {
    return VmStatus::OutOfRange;
  };
  module.resolveSourceLocation = [](void *, Function, int64_t,
                                    SourceLocation *) {
    return VmStatus::Unavailable;
  };
  module.allocateState = allocateState;
  module.freeState = [](void *, ModuleState *) {};
  module.forkState = [](void *self, ModuleState *, Allocator allocator,
                        ModuleState **state) {
    return allocateState(self, allocator, state);
  };
  module.resolveImport = [](void *, ModuleState *, size_t, const Function *,
                            const FunctionSignature *) {
    return VmStatus::NotFound;
  };
  module.notify = [](void *, ModuleState *, uint32_t) { return VmStatus::Ok; };
  module.beginCall = beginCall;
  module.resumeCall = [](void *, Stack *, ByteSpan) {
    return VmStatus::Unimplemented;
  };
  return module;
}

DeviceModule::DeviceModule(rt::HostOptions options)
    : functions(makeFunctions(this)), sources(std::move(options)) {}
