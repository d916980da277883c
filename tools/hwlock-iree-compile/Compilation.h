//===- Compilation.h - One run of hwlock-iree-compile ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_COMPILATION_H
#define HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_COMPILATION_H

#include "CommandLine.h"
#include "CompilerOutput.h"
#include "Diagnostics.h"
#include "IreeCompiler.h"
#include "PlainWeights.h"
#include "hwlock/Api/ModuleFile.h"
#include "hwlock/Api/Observer.h"
#include "hwlock/IREE/ParameterArchive.h"

namespace hwlock::ireec {

class Compilation {
public:
  explicit Compilation(CommandLine line) : line(std::move(line)) {}

  /// Locks if asked to, lowers, compiles, scans; the output appears last.
  rt::Result<void> run();

private:
  rt::Result<void> prepare(const IreeCompiler &compiler);
  rt::Result<void> beginArchive();
  rt::Result<void> readInput(const IreeCompiler &compiler);
  rt::Result<void> importParameters();
  bool tryToParse();
  rt::Result<void> passThrough();
  rt::Result<void> parse();
  rt::Result<void> lock();
  rt::Result<void> openForScan();
  rt::Result<void> lower();
  rt::Result<void> compile(const IreeCompiler &compiler,
                           const CompilerOutput &output);
  rt::Result<void> scan(const CompilerOutput &output);
  rt::Result<void> commit(CompilerOutput &output);

  CommandLine line;
  /// Resources of the module lie where it is mapped.
  std::unique_ptr<llvm::MemoryBuffer> input;
  std::unique_ptr<mlir::MLIRContext> context;
  MessagePrinter printer;
  std::optional<DiagnosticForwarder> diagnostics;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  /// Where ciphertext goes, if not into the output.
  std::unique_ptr<ParameterArchive> archive;
  /// What to search for, if that is known.
  std::optional<PlainWeights> plain;
  /// What iree-compile reads, unless that is the input itself.
  std::optional<MemoryFile> text;
};

} // namespace hwlock::ireec

#endif // HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_COMPILATION_H
