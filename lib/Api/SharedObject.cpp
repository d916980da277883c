//===- SharedObject.cpp - A compiled model in a file ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/SharedObject.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/FileSystem.h"
#include <dlfcn.h>
#include <utility>

using namespace hwlock;
using rt::Result;
using ElfFile = llvm::object::ELF64LEObjectFile;

bool hwlock::isElfFile(const ModelFile &file) {
  if (file.checked)
    return file.checked->bytes().starts_with(llvm::ELF::ElfMagic);
  auto start = llvm::MemoryBuffer::getFileSlice(file.path, 4, 0);
  return start && (*start)->getBuffer() == llvm::ELF::ElfMagic;
}

SharedObject::SharedObject(SharedObject &&other)
    : handle(std::exchange(other.handle, nullptr)), model(other.model) {}

SharedObject &SharedObject::operator=(SharedObject &&other) {
  std::swap(handle, other.handle);
  std::swap(model, other.model);
  return *this;
}

SharedObject::~SharedObject() {
  if (handle)
    ::dlclose(handle);
}

/// The dynamic loader maps what the file says, and reading beyond the end of a
/// truncated file would end the process.
static llvm::Error checkSegments(const ElfFile &file, uint64_t size) {
  auto segments = file.getELFFile().program_headers();
  if (!segments)
    return segments.takeError();
  for (const auto &segment : *segments)
    if (segment.p_offset > size || segment.p_filesz > size - segment.p_offset)
      return llvm::createStringError("it is truncated");
  return llvm::Error::success();
}

static llvm::Expected<bool> exportsDescriptor(const ElfFile &file) {
  for (const llvm::object::ELFSymbolRef &symbol :
       file.getDynamicSymbolIterators()) {
    auto name = symbol.getName();
    if (!name)
      return name.takeError();
    if (*name == aot::descriptorName)
      return true;
  }
  return false;
}

static Result<std::unique_ptr<llvm::MemoryBuffer>>
openFile(const ModelFile &file) {
  if (file.checked)
    return file.checked->share();
  auto buffer = llvm::MemoryBuffer::getFile(file.path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!buffer)
    return rt::badInput("cannot open '" + file.path +
                        "': " + buffer.getError().message());
  return std::move(*buffer);
}

static Result<void> checkFile(const ModelFile &model) {
  auto unsuitable = [&](const std::string &why) {
    return rt::badInput("'" + model.path + "' is not a model: " + why,
                        "give a module (.mlir or .mlirbc), or what 'hwlock "
                        "compile -o model.so' wrote");
  };
  auto buffer = openFile(model);
  if (!buffer)
    return buffer.error();
  auto object = llvm::object::ObjectFile::createELFObjectFile(**buffer);
  if (!object)
    return unsuitable(llvm::toString(object.takeError()));
  unsigned machine =
      llvm::cast<llvm::object::ELFObjectFileBase>(**object).getEMachine();
  auto *file = llvm::dyn_cast<ElfFile>(object->get());
  if (!file || machine != llvm::ELF::EM_X86_64)
    return unsuitable("it is an ELF file for " +
                      llvm::ELF::convertEMachineToArchName(machine).str());
  if (file->getELFFile().getHeader().e_type != llvm::ELF::ET_DYN)
    return unsuitable("it is an ELF file, but not a shared object");
  if (llvm::Error error = checkSegments(*file, (*buffer)->getBufferSize()))
    return unsuitable(llvm::toString(std::move(error)));
  auto exports = exportsDescriptor(*file);
  if (!exports)
    return unsuitable(llvm::toString(exports.takeError()));
  if (!*exports)
    return unsuitable(std::string("it has no symbol '") + aot::descriptorName +
                      "'");
  return {};
}

Result<SharedObject> SharedObject::load(const ModelFile &file) {
  if (auto suitable = checkFile(file); !suitable)
    return suitable.error();
  // Without a slash, dlopen would search the system's folders.
  llvm::SmallString<128> absolute(file.checked ? file.checked->handle()
                                               : file.path);
  if (auto failure = llvm::sys::fs::make_absolute(absolute))
    return rt::environmentError("cannot find '" + file.path +
                                "': " + failure.message());
  SharedObject object(::dlopen(absolute.c_str(), RTLD_NOW | RTLD_LOCAL));
  if (!object.handle)
    return rt::environmentError(std::string("cannot load: ") + ::dlerror());
  object.model = static_cast<const aot::Descriptor *>(
      ::dlsym(object.handle, aot::descriptorName));
  if (object.model->version != aot::version)
    return rt::badInput("'" + file.path + "' has interface version " +
                        std::to_string(object.model->version) + ", expected " +
                        std::to_string(aot::version));
  return object;
}
