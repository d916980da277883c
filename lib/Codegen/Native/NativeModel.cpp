//===- NativeModel.cpp - A model loaded into this process -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/NativeModel.h"
#include "hwlock/Codegen/Native/DecoderModule.h"
#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/Support/TargetSelect.h"
#include <sys/mman.h>

using namespace llvm;
using namespace hwlock;
using rt::Result;

//===----------------------------------------------------------------------===//
// Arena
//===----------------------------------------------------------------------===//

Arena::Arena(Arena &&other) : bytes(std::exchange(other.bytes, {})) {}

Arena &Arena::operator=(Arena &&other) {
  std::swap(bytes, other.bytes);
  return *this;
}

Arena::~Arena() {
  // The kernel clears pages before it hands them to anyone else.
  if (!bytes.empty())
    ::munmap(bytes.data(), bytes.size());
}

std::optional<Arena> Arena::create(uint64_t size) {
  Arena arena;
  if (size == 0)
    return arena;
  void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return std::nullopt;
  // Fewer page faults while loading; only a wish.
  ::madvise(memory, size, MADV_HUGEPAGE);
  arena.bytes = {static_cast<uint8_t *>(memory), size};
  return arena;
}

//===----------------------------------------------------------------------===//
// NativeModel
//===----------------------------------------------------------------------===//

static rt::Error fromLLVM(Error error) {
  return rt::environmentError("cannot load native code: " +
                              toString(std::move(error)));
}

NativeModel::~NativeModel() = default;

Result<std::unique_ptr<NativeModel>> NativeModel::create() {
  InitializeNativeTarget();
  InitializeNativeTargetAsmPrinter();
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

static rt::Error openingError(Status status, const rt::Vault &vault) {
  switch (status) {
  case Status::NotAuthorised:
    return {status,
            "this machine is not authorised: none of the " +
                std::to_string(vault.slots.size()) + " slot(s) opens here",
            "run 'hwlock enroll' on this machine and have the model locked for "
            "the profile it writes"};
  case Status::Corrupt:
    return {status, "the model was changed after it was locked", ""};
  default:
    return {status, "the vault is malformed", ""};
  }
}

Result<void> NativeModel::open(const rt::Vault &vault) {
  auto object = compileDecoder(vault);
  if (!object)
    return fromLLVM(object.takeError());
  if (auto added = addObject(std::move(*object)); !added)
    return added;
  auto address = lookUp(decoder::openName);
  if (!address)
    return address.error();
  auto *open = reinterpret_cast<int32_t (*)(uint8_t *)>(*address);
  auto status = static_cast<Status>(open(dek.data()));
  if (status != Status::Ok)
    return openingError(status, vault);
  return {};
}

Result<void> NativeModel::defineBlobs() {
  orc::SymbolMap symbols;
  for (auto [index, bytes] : enumerate(model.blobs))
    symbols[jit->mangleAndIntern((entry::blobPrefix + Twine(index)).str())] = {
        orc::ExecutorAddr::fromPtr(bytes.data()), JITSymbolFlags::Exported};
  if (Error error = jit->getMainJITDylib().define(
          orc::absoluteSymbols(std::move(symbols))))
    return fromLLVM(std::move(error));
  return {};
}

Result<void> NativeModel::load(CompiledModel compiled) {
  model = std::move(compiled);
  if (auto added = addObject(std::move(model.object)); !added)
    return added;
  if (auto defined = defineBlobs(); !defined)
    return defined;
  auto address = lookUp(entry::loadName);
  if (!address)
    return address.error();

  auto weights = Arena::create(model.sizes.resident);
  auto temporary = Arena::create(model.sizes.temporary);
  auto intermediate = Arena::create(model.sizes.scratch);
  if (!weights || !temporary || !intermediate)
    return rt::environmentError("not enough memory for the model's weights");
  resident = std::move(*weights);
  scratch = std::move(*intermediate);

  ModelState state{resident.data(), temporary->data(), scratch.data()};
  auto *loadWeights =
      reinterpret_cast<int32_t (*)(ModelState *, uint8_t *)>(*address);
  auto status = static_cast<Status>(loadWeights(&state, dek.data()));
  rt::wipe(dek.span());
  if (status != Status::Ok)
    return rt::Error{status, "the model was changed after it was locked", ""};
  return {};
}

Result<void> NativeModel::call(const ModelFunction &function,
                               ArrayRef<const void *> inputs,
                               ArrayRef<void *> outputs) {
  assert(inputs.size() == function.inputs.size() &&
         outputs.size() == function.outputs.size() && "one pointer per tensor");
  auto address = lookUp(entry::callPrefix + function.name);
  if (!address)
    return address.error();
  ModelState state{resident.data(), nullptr, scratch.data()};
  auto *run = reinterpret_cast<void (*)(ModelState *, const void *const *,
                                        void *const *)>(*address);
  run(&state, inputs.data(), outputs.data());
  return {};
}
