//===- ModuleFile.cpp - MLIR modules on disk ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/ModuleFile.h"
#include "hwlock/Api/CheckedModule.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Tools/Registration.h"
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/IR/BuiltinDialect.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/SourceMgr.h"

using namespace hwlock;
using rt::Result;

std::unique_ptr<mlir::MLIRContext> hwlock::createContext() {
  mlir::DialectRegistry registry;
  registerAllDialects(registry);
  mlir::registerAllToLLVMIRTranslations(registry);
  // One thread: the pipelines work on one function most of the time, and idle
  // workers disturb the measurement of the CPU.
  auto context = std::make_unique<mlir::MLIRContext>(
      registry, mlir::MLIRContext::Threading::DISABLED);
  // A place in the file says as much and is shorter.
  context->printOpOnDiagnostic(false);
  return context;
}

/// What `bytes` are, if they are something that a user may mistake for a model.
static std::string describeForeign(llvm::StringRef bytes) {
  if (rt::looksLikeProfile(
          {bytes.bytes_begin(), static_cast<size_t>(bytes.size())}))
    return "is a profile";
  if (bytes.starts_with(llvm::ELF::ElfMagic) && bytes.size() >= 20)
    return ("is an ELF file for " +
            llvm::ELF::convertEMachineToArchName(
                llvm::support::endian::read16le(bytes.data() + 18)))
        .str();
  return "";
}

static Result<void> checkIsModule(const llvm::MemoryBuffer &buffer,
                                  const std::string &path) {
  if (buffer.getBufferSize() == 0)
    return rt::badInput("'" + path + "' is empty");
  std::string foreign = describeForeign(buffer.getBuffer());
  if (!foreign.empty())
    return rt::badInput("'" + path + "' " + foreign +
                        ", expected an MLIR module (.mlir or .mlirbc)");
  return {};
}

static Result<std::unique_ptr<llvm::MemoryBuffer>>
openModule(const std::string &path) {
  std::string message;
  // Where a small file is not mapped but copied: bytecode with resources is
  // read only where it is aligned as they are.
  auto buffer = mlir::openInputFile(path, llvm::Align(4096), &message);
  if (!buffer)
    return rt::badInput(message);
  if (auto checked = checkIsModule(*buffer, path); !checked)
    return checked.error();
  return buffer;
}

/// True if `text` stops between {-# and #-}. Behind #-} there is a checksum at
/// most.
static bool stopsInResources(llvm::StringRef text) {
  return !text.take_back(256).contains("#-}") && text.contains("{-#");
}

/// A copy of `text` with tokens behind its end. MLIR 22 skips a resource that
/// it cannot read, without looking whether the file ends there, and then reads
/// on until there is something that is not zero.
static std::unique_ptr<llvm::WritableMemoryBuffer>
guardEnd(llvm::StringRef text) {
  constexpr size_t guard = 16;
  auto copy = llvm::WritableMemoryBuffer::getNewUninitMemBuffer(text.size() +
                                                                1 + guard);
  char *end = std::copy(text.begin(), text.end(), copy->getBufferStart());
  *end = 0;
  std::fill_n(end + 1, guard, '}');
  return copy;
}

static Result<mlir::OwningOpRef<mlir::ModuleOp>>
parseModule(std::unique_ptr<llvm::MemoryBuffer> buffer, const std::string &path,
            mlir::MLIRContext &context) {
  if (!checksumMatches(buffer->getBuffer()))
    return rt::Error{
        Status::Corrupt,
        "'" + path + "' is damaged: its checksum does not match",
        mlir::isBytecode(*buffer)
            ? "copy the file again"
            : "copy the file again, or delete its last line if you edited it"};
  std::unique_ptr<llvm::WritableMemoryBuffer> guarded;
  if (!mlir::isBytecode(*buffer) && stopsInResources(buffer->getBuffer())) {
    guarded = guardEnd(buffer->getBuffer());
    buffer = llvm::MemoryBuffer::getMemBuffer(
        {guarded->getBufferStart(), buffer->getBufferSize()},
        buffer->getBufferIdentifier());
  }
  // Shared, so that weights in bytecode stay where the file is mapped.
  auto sources = std::make_shared<llvm::SourceMgr>();
  sources->AddNewSourceBuffer(std::move(buffer), llvm::SMLoc());
  auto module = mlir::parseSourceFile<mlir::ModuleOp>(
      sources, mlir::ParserConfig(&context));
  if (!module)
    return rt::badInput("cannot read '" + path + "' as an MLIR module");
  return module;
}

Result<mlir::OwningOpRef<mlir::ModuleOp>>
hwlock::readModule(const std::string &path, mlir::MLIRContext &context) {
  auto buffer = openModule(path);
  if (!buffer)
    return buffer.error();
  return parseModule(std::move(*buffer), path, context);
}

Result<mlir::OwningOpRef<mlir::ModuleOp>>
hwlock::readModule(std::unique_ptr<llvm::MemoryBuffer> buffer,
                   const std::string &path, mlir::MLIRContext &context) {
  if (auto checked = checkIsModule(*buffer, path); !checked)
    return checked.error();
  return parseModule(std::move(buffer), path, context);
}

/// Marks the resources that lie in `memory` as mutable.
static void makeMutable(llvm::ArrayRef<char> memory,
                        mlir::MLIRContext &context) {
  auto &manager =
      mlir::DenseResourceElementsHandle::getManagerInterface(&context)
          .getBlobManager();
  std::vector<std::string> keys;
  manager.getBlobMap([&](const auto &blobs) {
    for (const auto &entry : blobs)
      if (const mlir::AsmResourceBlob *blob = entry.second.getBlob())
        if (blob->getData().begin() >= memory.begin() &&
            blob->getData().end() <= memory.end())
          keys.push_back(entry.first().str());
  });
  for (const std::string &key : keys) {
    auto *entry = manager.lookup(key);
    mlir::AsmResourceBlob &blob = *entry->getBlob();
    entry->setBlob({blob.getData(), blob.getDataAlignment(),
                    std::move(blob.getDeleter()), /*dataIsMutable=*/true});
  }
}

Result<mlir::OwningOpRef<mlir::ModuleOp>>
hwlock::readModuleToLock(const std::string &path, mlir::MLIRContext &context) {
  auto buffer = openModule(path);
  if (!buffer)
    return buffer.error();
  // The resources of text are copies already; small files and pipes are not
  // mapped.
  if (!mlir::isBytecode(**buffer) ||
      (*buffer)->getBufferKind() != llvm::MemoryBuffer::MemoryBuffer_MMap)
    return parseModule(std::move(*buffer), path, context);
  auto writable = llvm::WritableMemoryBuffer::getFile(path);
  // The file may be another one by now.
  if (!writable || !mlir::isBytecode(**writable))
    return parseModule(std::move(*buffer), path, context);
  llvm::ArrayRef<char> memory = (*writable)->getBuffer();
  auto module = parseModule(std::move(*writable), path, context);
  if (module)
    makeMutable(memory, context);
  return module;
}

Result<void> hwlock::writeModule(mlir::ModuleOp module, OutputFile &file,
                                 bool bytecode) {
  bool complete = true;
  auto written = file.write([&](llvm::raw_pwrite_stream &stream) {
    if (bytecode || llvm::StringRef(file.path()).ends_with(".mlirbc"))
      complete = succeeded(writeCheckedBytecode(module, stream));
    else
      writeCheckedText(module, stream);
  });
  if (!complete)
    return rt::environmentError("cannot encode the module as bytecode");
  return written;
}
