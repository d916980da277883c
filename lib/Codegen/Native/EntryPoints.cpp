//===- EntryPoints.cpp - Loader and wrappers of a compiled model ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/EntryPoints.h"
#include "hwlock/Codegen/Compute.h"
#include "hwlock/Codegen/Native/ArenaLayout.h"
#include "hwlock/Codegen/Native/DecoderModule.h"
#include "hwlock/Codegen/Native/DefineFunction.h"

using namespace llvm;

namespace hwlock {
namespace {

class EntryPointBuilder {
public:
  EntryPointBuilder(Module &module, const ModelSignature &signature,
                    ArrayRef<SealedLocation> locations)
      : module(module), signature(signature), locations(locations),
        layout(layOutArenas(signature, locations)),
        builder(module.getContext()), i32(builder.getInt32Ty()),
        i64(builder.getInt64Ty()), ptr(builder.getPtrTy()),
        none(builder.getVoidTy()) {}

  Expected<ArenaSizes> build() {
    if (Error error = addLoad())
      return error;
    for (auto [index, function] : enumerate(signature.functions))
      if (Error error = addWrapper(index, function))
        return error;
    layout.sizes.scratch = scratchBytes;
    return layout.sizes;
  }

private:
  Function *begin(const Twine &name, Type *result, ArrayRef<Type *> arguments) {
    Function *function =
        defineFunction(builder, module, name, result, arguments);
    Value *state = function->getArg(0);
    auto field = [&](size_t offset) {
      return builder.CreateLoad(
          ptr, builder.CreateConstGEP1_64(builder.getInt8Ty(), state, offset));
    };
    resident = field(offsetof(ModelState, resident));
    temporary = field(offsetof(ModelState, temporary));
    scratch = field(offsetof(ModelState, scratch));
    return function;
  }

  Value *at(Value *base, uint64_t offset) {
    return builder.CreateConstGEP1_64(builder.getInt8Ty(), base, offset);
  }

  Value *weight(size_t index) {
    const ArenaLayout::Place &place = layout.weights[index];
    return at(place.resident ? resident : temporary, place.offset);
  }

  /// Bytes that the loader gets from outside.
  Value *external(const char *prefix, size_t index) {
    return module.getOrInsertGlobal((prefix + Twine(index)).str(),
                                    builder.getInt8Ty());
  }

  /// Calls kernel `name`; its last argument is the scratch buffer, whose size
  /// the memory plan left as an attribute.
  Error callKernel(StringRef name, SmallVector<Value *> arguments) {
    Function *kernel = module.getFunction(name);
    if (!kernel)
      return createStringError("the compute pipeline left no '" + name + "'");
    arguments.push_back(scratch);
    if (kernel->arg_size() != arguments.size())
      return createStringError(
          "'" + name + "' takes " + Twine(kernel->arg_size()) +
          " arguments, expected " + Twine(arguments.size()));
    uint64_t bytes = 0;
    if (kernel->getFnAttribute(kScratchBytesAttr)
            .getValueAsString()
            .getAsInteger(10, bytes))
      return createStringError("'" + name + "' has no scratch size");
    scratchBytes = std::max(scratchBytes, bytes);
    kernel->setLinkage(GlobalValue::InternalLinkage);
    builder.CreateCall(kernel, arguments);
    return Error::success();
  }

  /// Puts the plain bytes of one weight in its place. Returns the status.
  void fillWeight(size_t index, Value *dek, BasicBlock *failed, PHINode *why) {
    const ModelWeight &record = signature.weights[index];
    uint64_t bytes = byteSize(record.type);
    if (!record.sealed) {
      builder.CreateMemCpy(weight(index), Align(kArenaAlignment),
                           external(entry::blobPrefix, index), Align(1), bytes);
      return;
    }
    auto unseal = module.getOrInsertFunction(decoder::unsealName, i32, ptr, i32,
                                             ptr, ptr, ptr, i64, ptr);
    const SealedLocation &location = locations[index];
    auto *null = ConstantPointerNull::get(cast<PointerType>(ptr));
    Value *tags = location.hasTags ? external(entry::tagsPrefix, index) : null;
    Value *unsealing =
        location.scratchBytes ? at(temporary, layout.unsealScratch) : null;
    Value *status = builder.CreateCall(
        unseal, {dek, builder.getInt32(location.manifestIndex),
                 external(entry::blobPrefix, index), tags, weight(index),
                 builder.getInt64(bytes), unsealing});
    why->addIncoming(status, builder.GetInsertBlock());
    auto *next = BasicBlock::Create(module.getContext(), "unsealed",
                                    failed->getParent(), failed);
    builder.CreateCondBr(builder.CreateIsNull(status), next, failed);
    builder.SetInsertPoint(next);
  }

  Error addLoad() {
    Function *load = begin(entry::loadName, i32, {ptr, ptr});
    auto *failed = BasicBlock::Create(module.getContext(), "failed", load);
    auto *why =
        PHINode::Create(i32, signature.weights.size(), "status", failed);
    for (size_t index = 0; index < signature.weights.size(); ++index)
      fillWeight(index, load->getArg(1), failed, why);
    for (auto [index, function] : enumerate(signature.functions)) {
      if (function.packOutputs.empty())
        continue;
      SmallVector<Value *> arguments;
      for (size_t input : function.packInputs)
        arguments.push_back(weight(input));
      for (uint64_t offset : layout.packed[index])
        arguments.push_back(at(resident, offset));
      if (Error error = callKernel(function.name + kPackSuffix, arguments))
        return error;
    }
    builder.CreateRet(builder.getInt32(0));
    if (why->getNumIncomingValues() == 0) {
      why->eraseFromParent();
      failed->eraseFromParent();
      return Error::success();
    }
    builder.SetInsertPoint(failed);
    builder.CreateRet(why);
    return Error::success();
  }

  Error addWrapper(size_t index, const ModelFunction &function) {
    Function *wrapper =
        begin(entry::callPrefix + function.name, none, {ptr, ptr, ptr});
    SmallVector<Value *> arguments;
    auto element = [&](unsigned array, size_t position) {
      return builder.CreateLoad(
          ptr,
          builder.CreateConstGEP1_64(ptr, wrapper->getArg(array), position));
    };
    for (size_t input = 0; input < function.inputs.size(); ++input)
      arguments.push_back(element(1, input));
    for (const WeightArgument &argument : function.weights)
      arguments.push_back(
          argument.kind == WeightArgument::Kind::Raw
              ? weight(argument.index)
              : at(resident, layout.packed[index][argument.index]));
    for (size_t output = 0; output < function.outputs.size(); ++output)
      arguments.push_back(element(2, output));
    if (Error error = callKernel(function.name, arguments))
      return error;
    builder.CreateRetVoid();
    return Error::success();
  }

  Module &module;
  const ModelSignature &signature;
  ArrayRef<SealedLocation> locations;
  ArenaLayout layout;
  IRBuilder<> builder;
  Type *i32, *i64, *ptr, *none;
  Value *resident = nullptr, *temporary = nullptr, *scratch = nullptr;
  uint64_t scratchBytes = 0;
};

} // namespace

Expected<ArenaSizes> addEntryPoints(Module &module,
                                    const ModelSignature &signature,
                                    ArrayRef<SealedLocation> locations) {
  return EntryPointBuilder(module, signature, locations).build();
}

} // namespace hwlock
