//===- Compilation.cpp - One run of hwlock-iree-compile -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Compilation.h"
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/IREE/LowerToIree.h"
#include "hwlock/IREE/Passes.h"
#include "hwlock/Transforms/LockModel.h"
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Support/FileUtilities.h"
#include "llvm/ADT/StringExtras.h"

using namespace hwlock;
using namespace hwlock::ireec;
using rt::Result;

/// The cause was printed as a diagnostic.
static rt::Error reported() { return rt::badInput(""); }

/// False if `bytes` are surely no locked model. Others are parsed, which those
/// with dialects that only IREE knows would not survive.
static bool mayBeLocked(const llvm::MemoryBuffer &bytes) {
  return bytes.getBuffer().contains(
      mlir::isBytecode(bytes.getMemBufferRef()) ? "hwlock" : "hwlock.vault");
}

static bool isLocked(mlir::ModuleOp module) {
  return !module.getOps<VaultOp>().empty();
}

/// Shares the memory of `input`.
static std::unique_ptr<llvm::MemoryBuffer>
viewOf(const llvm::MemoryBuffer &input) {
  return llvm::MemoryBuffer::getMemBuffer(input.getMemBufferRef());
}

/// Reads bytecode that may be of IREE's own version of MLIR.
bool Compilation::tryToParse() {
  context = createContext();
  mlir::ScopedDiagnosticHandler silent(
      context.get(), [](mlir::Diagnostic &) { return mlir::success(); });
  auto parsed = readModule(viewOf(*input), line.input, *context);
  if (parsed)
    module = std::move(*parsed);
  return bool(parsed);
}

Result<void> Compilation::passThrough() {
  if (line.requireScan)
    return rt::badInput("nothing is locked, so that nothing can be searched "
                        "for",
                        "lock with --lock-model, or leave out --require-scan");
  tool::remark("'" + line.input +
               "' is not locked and --lock-model was not given: nothing is "
               "locked");
  // IREE's version of MLIR does not read the bytecode of this one.
  if (mlir::isBytecode(input->getMemBufferRef()) && (module || tryToParse()))
    return lower();
  if (line.input != "-")
    return {};
  auto memory = MemoryFile::create();
  if (!memory)
    return memory.error();
  text.emplace(std::move(*memory));
  return text->write([&](llvm::raw_ostream &os) { os << input->getBuffer(); });
}

Result<void> Compilation::parse() {
  context = createContext();
  diagnostics.emplace(*context, printer);
  auto parsed = readModule(viewOf(*input), line.input, *context);
  if (!parsed)
    return parsed.error();
  module = std::move(*parsed);
  return {};
}

Result<void> Compilation::lock() {
  auto options = parseLockModelOptions(*line.lockOptions);
  if (!options)
    return options.error();
  if (options->profiles.empty())
    tool::remark("no profile given: enrolling this machine");
  options->store = archive.get();
  auto plan = planLock(std::move(*options));
  if (!plan)
    return plan.error();
  if (auto imported = importParameters(); !imported)
    return imported;
  plain = weightsToLock(*module);
  mlir::PassManager manager(context.get());
  buildLockModelPipeline(manager, std::move(*plan));
  if (failed(manager.run(*module)))
    return reported();
  return {};
}

Result<void> Compilation::openForScan() {
  auto opened = openWeights(*module);
  if (opened) {
    plain = std::move(*opened);
    if (!plain->proven)
      tool::warn("under garbage nothing shows whether this machine may open "
                 "the model: if not, the search for plaintext means nothing",
                 "lock and compile in one step with --lock-model");
    return {};
  }
  const rt::Error &why = opened.error();
  bool elsewhere =
      why.status == Status::NotAuthorised || why.status == Status::Environment;
  if (line.requireScan || !elsewhere)
    return why;
  tool::warn("the output is not searched for plaintext: " + why.message,
             "compile on a machine that may open the model, or lock and "
             "compile in one step with --lock-model");
  return {};
}

Result<void> Compilation::lower() {
  mlir::PassManager manager(context.get());
  manager.addPass(archive ? createToIree(*archive) : createToIree());
  if (failed(manager.run(*module)))
    return reported();
  auto memory = MemoryFile::create();
  if (!memory)
    return memory.error();
  text.emplace(std::move(*memory));
  return text->write([&](llvm::raw_ostream &os) { printForIree(*module, os); });
}

Result<void> Compilation::beginArchive() {
  if (line.lockedParameters.empty())
    return line.parameters.empty()
               ? Result<void>()
               : rt::Error{Status::Usage,
                           "option 'parameters' needs 'locked-parameters'",
                           "say where the locked ones go"};
  if (!line.parameters.empty() && !line.lockOptions)
    return rt::Error{Status::Usage, "option 'parameters' needs 'lock-model'",
                     ""};
  auto begun = ParameterArchive::create(line.lockedParameters);
  if (!begun)
    return rt::environmentError("cannot write '" + line.lockedParameters +
                                "': " + llvm::toString(begun.takeError()));
  archive = std::move(*begun);
  return {};
}

/// Modules with parameters are in a form that only IREE's MLIR reads.
Result<void> Compilation::readInput(const IreeCompiler &compiler) {
  if (line.parameters.empty()) {
    std::string message;
    input = mlir::openInputFile(line.input, &message);
    return input ? Result<void>() : rt::badInput(message);
  }
  auto generic = compiler.printGeneric(line.input);
  if (!generic)
    return generic.error();
  input = std::move(*generic);
  return {};
}

Result<void> Compilation::importParameters() {
  if (line.parameters.empty())
    return {};
  mlir::PassManager manager(context.get());
  ImportParametersOptions options;
  options.parameters = llvm::to_vector(line.parameters);
  manager.addPass(createImportParameters(std::move(options)));
  if (failed(manager.run(*module)))
    return reported();
  return {};
}

Result<void> Compilation::prepare(const IreeCompiler &compiler) {
  if (auto begun = beginArchive(); !begun)
    return begun;
  if (auto read = readInput(compiler); !read)
    return read;
  if (!line.lockOptions && !mayBeLocked(*input))
    return passThrough();
  if (auto parsed = parse(); !parsed)
    return parsed;
  if (line.lockOptions) {
    if (auto locked = lock(); !locked)
      return locked;
  } else if (!isLocked(*module)) {
    return passThrough();
  } else if (auto opened = openForScan(); !opened) {
    return opened;
  }
  return lower();
}

Result<void> Compilation::compile(const IreeCompiler &compiler,
                                  const CompilerOutput &output) {
  std::vector<std::string> arguments = {text ? "-" : line.input, "-o",
                                        output.pathForChild()};
  llvm::append_range(arguments, line.flags);
  auto input = text ? std::optional(text->path()) : std::nullopt;
  return compiler.run(std::move(arguments), std::move(input));
}

Result<void> Compilation::scan(const CompilerOutput &output) {
  auto bytes = output.contents();
  if (!bytes)
    return bytes.error();
  PlaintextScan scan(plain->weights);
  scan.search(llvm::arrayRefFromStringRef((*bytes)->getBuffer()));
  ScanReport report = scan.report();
  if (report.leaked())
    return rt::environmentError(
        "iree-compile left plaintext of the weights in its output: " +
            report.describe(),
        "nothing was written; compile without the flags that make "
        "iree-compile evaluate or rewrite constants");
  tool::remark("no plaintext of " + std::to_string(plain->weights.size()) +
               " weight(s) in the output");
  return {};
}

/// The archive first: an output without it would be of no use.
Result<void> Compilation::commit(CompilerOutput &output) {
  if (archive)
    if (llvm::Error error = archive->commit())
      return rt::environmentError("cannot write '" + line.lockedParameters +
                                  "': " + llvm::toString(std::move(error)));
  return output.commit();
}

Result<void> Compilation::run() {
  auto compiler = IreeCompiler::find(line.compiler);
  if (!compiler)
    return compiler.error();
  for (const std::string &written : {line.output, line.lockedParameters})
    if (auto allowed = refuseOverwrite(written, line.read()); !allowed)
      return allowed;
  auto output = CompilerOutput::create(line.output);
  if (!output)
    return output.error();
  constexpr unsigned steps = 3;
  tool::Progress progress("compiling for IREE, step");
  progress.update(1, steps);
  if (auto prepared = prepare(*compiler); !prepared)
    return prepared;
  progress.update(2, steps);
  if (auto compiled = compile(*compiler, *output); !compiled)
    return compiled;
  progress.update(3, steps);
  if (plain)
    if (auto clean = scan(*output); !clean)
      return clean;
  return commit(*output);
}
