//===- NativeModel.cpp - A model loaded into this process -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/NativeModel.h"
#include "hwlock/Codegen/Native/DecoderModule.h"
#include "hwlock/Codegen/Native/DecoderStatus.h"
#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/Support/TargetSelect.h"
#include <mutex>

using namespace llvm;
using namespace hwlock;
using rt::Result;

static rt::Error fromLLVM(Error error) {
  return rt::environmentError("cannot load native code: " +
                              toString(std::move(error)));
}

NativeModel::~NativeModel() = default;

Result<std::unique_ptr<NativeModel>> NativeModel::create() {
  static std::once_flag once;
  std::call_once(once, [] {
    InitializeNativeTarget();
    InitializeNativeTargetAsmPrinter();
  });
  std::unique_ptr<NativeModel> model(new NativeModel);
  auto jit = orc::LLJITBuilder().create();
  if (!jit)
    return fromLLVM(jit.takeError());
  model->jit = std::move(*jit);
  // memcpy, memset and the functions of libm.
  auto process = orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(
      model->jit->getDataLayout().getGlobalPrefix());
  if (!process)
    return fromLLVM(process.takeError());
  model->jit->getMainJITDylib().addGenerator(std::move(*process));
  return model;
}

Result<void> NativeModel::addObject(std::unique_ptr<MemoryBuffer> object) {
  if (Error error = jit->addObjectFile(std::move(object)))
    return fromLLVM(std::move(error));
  return {};
}

Result<void *> NativeModel::lookUp(const Twine &symbol) {
  auto address = jit->lookup(symbol.str());
  if (!address)
    return fromLLVM(address.takeError());
  return address->toPtr<void *>();
}

Result<void> NativeModel::addDecoder(const rt::Vault &vault) {
  slots = machineSlots(vault);
  auto object = compileDecoder(vault);
  if (!object)
    return fromLLVM(object.takeError());
  return addObject(std::move(*object));
}

Result<void> NativeModel::open(const rt::HostSources &host) {
  auto address = lookUp(decoder::openName);
  if (!address)
    return address.error();
  auto *open =
      reinterpret_cast<int32_t (*)(const HwlockHost *, uint8_t *)>(*address);
  auto status = static_cast<Status>(open(host.host(), dek.data()));
  if (status == Status::Environment && host.failure())
    return *host.failure();
  if (status != Status::Ok)
    return decoderError(status, slots);
  return {};
}

/// MLIR's bytes are not to be written to.
void NativeModel::copyReplaceable() {
  for (const ReplaceableWeight &weight : model.replaceable) {
    llvm::ArrayRef<char> bytes = model.weights[weight.weights.front()].bytes;
    ReplaceableConstant &constant =
        replaceable.emplace_back(ReplaceableConstant{
            weight.name, weight.type, {bytes.begin(), bytes.end()}});
    for (size_t index : weight.weights)
      model.weights[index].bytes = constant.bytes;
  }
}

Result<void> NativeModel::defineBlobs() {
  orc::SymbolMap symbols;
  auto define = [&](const char *prefix, size_t index, ArrayRef<char> bytes) {
    symbols[jit->mangleAndIntern((prefix + Twine(index)).str())] = {
        orc::ExecutorAddr::fromPtr(bytes.data()), JITSymbolFlags::Exported};
  };
  for (auto [index, weight] : enumerate(model.weights)) {
    define(entry::blobPrefix, index, weight.bytes);
    if (!weight.tags.empty())
      define(entry::tagsPrefix, index, weight.tags);
  }
  if (Error error = jit->getMainJITDylib().define(
          orc::absoluteSymbols(std::move(symbols))))
    return fromLLVM(std::move(error));
  return {};
}

static rt::Error noMemory() {
  return rt::environmentError("not enough memory for the model's weights");
}

Result<void> NativeModel::allocate() {
  auto weights = Arena::create(model.sizes.resident);
  auto intermediate = Arena::create(model.sizes.scratch);
  if (!weights || !intermediate)
    return noMemory();
  resident = std::move(*weights);
  scratch = std::move(*intermediate);
  return {};
}

Result<void> NativeModel::fillWeights() {
  auto address = lookUp(entry::loadName);
  if (!address)
    return address.error();
  auto temporary = Arena::create(model.sizes.temporary);
  if (!temporary)
    return noMemory();
  ModelState state{resident.data(), temporary->data(), scratch.data()};
  auto *load = reinterpret_cast<int32_t (*)(ModelState *, uint8_t *)>(*address);
  auto status = static_cast<Status>(load(&state, dek.data()));
  rt::wipe(dek.span());
  if (status != Status::Ok)
    return decoderError(status, slots);
  return {};
}

Result<void> NativeModel::load(CompiledModel compiled) {
  model = std::move(compiled);
  copyReplaceable();
  if (auto added = addObject(std::move(model.object)); !added)
    return added;
  if (auto defined = defineBlobs(); !defined)
    return defined;
  for (const ModelFunction &function : model.signature.functions) {
    auto address = lookUp(entry::callPrefix + function.name);
    if (!address)
      return address.error();
    entries[function.name] = reinterpret_cast<Entry>(*address);
  }
  if (auto allocated = allocate(); !allocated)
    return allocated;
  return fillWeights();
}

Result<void> NativeModel::replace(ArrayRef<Replacement> replacements) {
  // A locked model has none, and its key is gone.
  if (replacements.empty())
    return {};
  for (const Replacement &replacement : replacements) {
    std::vector<char> &bytes = replaceable[replacement.constant].bytes;
    assert(replacement.bytes.size() == bytes.size() && "as many bytes");
    llvm::copy(replacement.bytes, bytes.begin());
  }
  return fillWeights();
}

void NativeModel::call(const ModelFunction &function,
                       ArrayRef<const void *> inputs,
                       ArrayRef<void *> outputs) {
  assert(inputs.size() == function.inputs.size() &&
         outputs.size() == function.outputs.size() && "one pointer per tensor");
  ModelState state{resident.data(), nullptr, scratch.data()};
  entries.lookup(function.name)(&state, inputs.data(), outputs.data());
}
