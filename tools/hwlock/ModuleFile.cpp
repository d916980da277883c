//===- ModuleFile.cpp - MLIR modules on disk ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ModuleFile.h"
#include "hwlock/IR/HwlockDialect.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/SourceMgr.h"

using namespace hwlock;
using namespace hwlock::tool;
using rt::Result;

static llvm::StringRef nameOf(mlir::DiagnosticSeverity severity) {
  switch (severity) {
  case mlir::DiagnosticSeverity::Error:
    return "error";
  case mlir::DiagnosticSeverity::Warning:
    return "warning";
  case mlir::DiagnosticSeverity::Remark:
    return "remark";
  case mlir::DiagnosticSeverity::Note:
    return "note";
  }
  llvm_unreachable("unknown severity");
}

static void print(mlir::Diagnostic &diagnostic) {
  llvm::errs() << "hwlock: " << nameOf(diagnostic.getSeverity()) << ": ";
  if (auto where = llvm::dyn_cast<mlir::FileLineColLoc>(
          mlir::LocationAttr(diagnostic.getLocation())))
    llvm::errs() << where.getFilename().getValue() << ":" << where.getLine()
                 << ":" << where.getColumn() << ": ";
  llvm::errs() << diagnostic << "\n";
  for (mlir::Diagnostic &note : diagnostic.getNotes())
    print(note);
}

DiagnosticPrinter::DiagnosticPrinter(mlir::MLIRContext &context, bool quiet)
    : handler(&context, [quiet](mlir::Diagnostic &diagnostic) {
        if (!quiet ||
            diagnostic.getSeverity() == mlir::DiagnosticSeverity::Error)
          print(diagnostic);
        return mlir::success();
      }) {}

std::unique_ptr<mlir::MLIRContext> tool::createContext() {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  mlir::registerAllToLLVMIRTranslations(registry);
  registry.insert<HwlockDialect>();
  // One thread: the pipelines work on one function most of the time, and idle
  // workers disturb the measurement of the CPU.
  return std::make_unique<mlir::MLIRContext>(
      registry, mlir::MLIRContext::Threading::DISABLED);
}

Result<mlir::OwningOpRef<mlir::ModuleOp>>
tool::readModule(const std::string &path, mlir::MLIRContext &context) {
  std::string message;
  auto buffer = mlir::openInputFile(path, &message);
  if (!buffer)
    return rt::badInput(message);
  if (buffer->getBufferSize() == 0)
    return rt::badInput("'" + path + "' is empty");
  llvm::SourceMgr sources;
  sources.AddNewSourceBuffer(std::move(buffer), llvm::SMLoc());
  auto module = mlir::parseSourceFile<mlir::ModuleOp>(sources, &context);
  if (!module)
    return rt::badInput("cannot read '" + path + "' as an MLIR module");
  return module;
}

static rt::Error cannotWrite(const std::string &path, llvm::Error error) {
  return rt::environmentError("cannot write '" + path +
                              "': " + llvm::toString(std::move(error)));
}

Result<void> tool::writeModule(mlir::ModuleOp module, const std::string &path,
                               bool bytecode) {
  auto file = llvm::sys::fs::TempFile::create(path + ".tmp%%%%%%", 0644);
  if (!file)
    return cannotWrite(path, file.takeError());
  std::error_code failure;
  {
    llvm::raw_fd_ostream stream(file->FD, /*shouldClose=*/false);
    if (bytecode || llvm::StringRef(path).ends_with(".mlirbc")) {
      mlir::BytecodeWriterConfig config("hwlock");
      (void)mlir::writeBytecodeToFile(module, stream, config);
    } else {
      module.print(stream,
                   mlir::OpPrintingFlags().elideLargeElementsAttrs(INT64_MAX));
    }
    stream.flush();
    failure = stream.error();
    stream.clear_error();
  }
  if (failure) {
    llvm::consumeError(file->discard());
    return cannotWrite(path, llvm::errorCodeToError(failure));
  }
  if (llvm::Error error = file->keep(path)) {
    llvm::consumeError(file->discard());
    return cannotWrite(path, std::move(error));
  }
  return {};
}
