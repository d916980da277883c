//===- CompileCommand.cpp - hwlock compile --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Needs no authorised machine: a locked model is compiled locked.
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Commands.h"
#include "Diagnostics.h"
#include "SigningOptions.h"
#include "hwlock/Api/ModelReport.h"
#include "hwlock/Api/ModuleFile.h"
#include "hwlock/Api/Observer.h"
#include "hwlock/Api/OutputFile.h"
#include "hwlock/Api/Stopwatch.h"
#include "hwlock/Codegen/Ahead/CHeader.h"
#include "hwlock/Codegen/Ahead/ModelLinker.h"
#include "hwlock/Codegen/Ahead/TargetCpu.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

using namespace hwlock;
using namespace hwlock::tool;
using rt::Result;

namespace {

struct CompileOptions {
  std::string model, output, header, name, linker;
  std::string cpu = "native", triple = "x86_64-unknown-linux-gnu";
  SigningRequest signing;
  std::string passphraseFile;
  InputShapes inputs;
  bool json = false;
};

/// One run of the command.
class Compiler {
public:
  explicit Compiler(const CompileOptions &options)
      : options(options), context(createContext()),
        printer(/*quiet=*/options.json), diagnostics(*context, printer) {}

  Result<void> run();

private:
  Result<void> choose();
  Result<void> stageOutputs();
  Result<void> read();
  Result<void> compile();
  Result<void> link();
  Result<void> writeFiles();
  void report(llvm::raw_ostream &stream);
  void reportAsJson(llvm::raw_ostream &stream);
  const rt::Vault *vault() const {
    return locked.vault ? &*locked.vault : nullptr;
  }

  const CompileOptions &options;
  std::string header, prefix;
  LinkOptions linking;
  std::vector<OutputFile> files;
  std::optional<OutputSignature> signature;
  std::unique_ptr<mlir::MLIRContext> context;
  MessagePrinter printer;
  DiagnosticForwarder diagnostics;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  LockedModule locked;
  CompiledModel compiled;
  CInterface interface;
  std::unique_ptr<llvm::MemoryBuffer> artefact;
  double compileTime = 0, linkTime = 0;
};

} // namespace

/// The cause was printed as a diagnostic.
static rt::Error reported() { return rt::badInput(""); }

/// What can be wrong without looking at the model.
Result<void> Compiler::choose() {
  llvm::StringRef output = options.output;
  if (!output.ends_with(".so") && !output.ends_with(".o"))
    return rt::Error{Status::Usage,
                     "output '" + options.output +
                         "' ends in neither .so nor "
                         ".o",
                     "name it model.so for a shared object or model.o for an "
                     "object file"};
  linking.kind =
      output.ends_with(".so") ? LinkKind::SharedObject : LinkKind::Relocatable;
  linking.soname = llvm::sys::path::filename(output).str();
  prefix = options.name.empty() ? toIdentifier(llvm::sys::path::stem(output))
                                : options.name;
  header = options.header;
  if (header.empty()) {
    llvm::SmallString<128> path(output);
    llvm::sys::path::replace_extension(path, "h");
    header = path.str().str();
  }
  if (auto known = checkTriple(options.triple); !known)
    return known;
  auto target = targetOfCpu(options.cpu);
  if (!target)
    return target.error();
  linking.target = std::move(*target);
  auto linker = findLinker(options.linker);
  if (!linker)
    return linker.error();
  linking.linker = std::move(*linker);
  return {};
}

Result<void> Compiler::stageOutputs() {
  if (header == options.output)
    return rt::Error{Status::Usage,
                     "the header and the output are both '" + header + "'",
                     "choose another name with --header"};
  for (const std::string &path : {options.output, header}) {
    if (auto allowed = refuseOverwrite(path, {options.model}); !allowed)
      return allowed;
    auto file = OutputFile::create(path);
    if (!file)
      return file.error();
    files.push_back(std::move(*file));
  }
  auto created = OutputSignature::create(
      options.signing, options.passphraseFile, options.output);
  if (!created)
    return created.error();
  signature.emplace(std::move(*created));
  return {};
}

Result<void> Compiler::read() {
  auto parsed = readModule(options.model, *context);
  if (!parsed)
    return parsed.error();
  module = std::move(*parsed);
  auto taken = readLockedModule(*module);
  if (failed(taken))
    return reported();
  locked = std::move(*taken);
  return {};
}

Result<void> Compiler::compile() {
  Stopwatch watch;
  auto result = compileModel(*module, locked, linking.target, options.inputs);
  if (failed(result))
    return reported();
  compiled = std::move(*result);
  auto named = nameInterface(compiled.signature, prefix);
  if (!named)
    return named.error();
  interface = std::move(*named);
  compileTime = watch.milliseconds();
  return {};
}

Result<void> Compiler::link() {
  Stopwatch watch;
  auto linked = linkModel(compiled, vault(), interface, linking);
  if (!linked)
    return linked.error();
  artefact = std::move(*linked);
  linkTime = watch.milliseconds();
  return {};
}

Result<void> Compiler::writeFiles() {
  auto written = files[0].write(
      [&](llvm::raw_ostream &stream) { stream << artefact->getBuffer(); });
  if (!written)
    return written;
  written = files[1].write([&](llvm::raw_ostream &stream) {
    writeHeader(stream, interface, compiled.sizes);
  });
  if (!written)
    return written;
  if (auto made = signature->sign(files[0]); !made)
    return made;
  return signature->commitWith([&] { return commitAll(files); });
}

void Compiler::reportAsJson(llvm::raw_ostream &stream) {
  llvm::json::OStream json(stream, 2);
  json.object([&] {
    json.attribute("output", options.output);
    json.attribute("header", header);
    json.attribute("bytes", artefact->getBufferSize());
    json.attribute("on_mismatch",
                   vault() ? policyName(vault()->policy) : "none");
    json.attributeArray("functions", [&] {
      for (const CFunction &function : interface.functions)
        json.value(function.symbol);
    });
    json.attributeArray("cpu_features", [&] {
      for (const std::string &feature : linking.target.features)
        json.value(feature);
    });
    json.attribute("weight_bytes",
                   static_cast<int64_t>(compiled.sizes.resident));
    json.attribute("scratch_bytes",
                   static_cast<int64_t>(compiled.sizes.scratch));
    json.attribute("compile_ms", compileTime);
    json.attribute("link_ms", linkTime);
  });
  stream << "\n";
}

void Compiler::report(llvm::raw_ostream &stream) {
  stream << llvm::formatv(
      "compiled {0} function(s), {1} bytes, in {2:f2} s: {3}, {4}\n",
      interface.functions.size(), artefact->getBufferSize(),
      (compileTime + linkTime) / 1000, options.output, header);
}

Result<void> Compiler::run() {
  {
    Progress progress("compiling the model, step");
    unsigned done = 0;
    for (auto step :
         {&Compiler::choose, &Compiler::stageOutputs, &Compiler::read,
          &Compiler::compile, &Compiler::link, &Compiler::writeFiles}) {
      progress.update(++done, 6);
      if (auto finished = (this->*step)(); !finished)
        return finished;
    }
  }
  options.json ? reportAsJson(llvm::outs()) : report(llvm::outs());
  return {};
}

int tool::runCompile(int argc, char **argv) {
  CompileOptions options;
  ArgumentParser parser(
      "compile", "compile a model, locked or not, to native code",
      "Writes a shared object or an object file that needs nothing but the C "
      "library, and a\nC header that says how to call it:\n\n"
      "  hwlock compile locked.mlir -o digits.so      writes digits.so and "
      "digits.h\n"
      "  hwlock run digits.so --input images.npy --output scores.npy\n"
      "  cc app.c ./digits.so                         calls digits_create, "
      "digits_run\n\n"
      "A locked model stays locked: any machine may compile it, and it opens "
      "where the\nlocked model opens. docs/AheadOfTime.md has the interface.");
  parser.positional("MODEL", options.model, "the model, .mlir or .mlirbc");
  parser.text("output", 'o', "OUT", options.output,
              "the file to write, .so or .o");
  parser.required();
  parser.text("header", 0, "FILE", options.header,
              "the C header (default: OUT with .h in place of its ending)");
  parser.text("name", 0, "NAME", options.name,
              "start of the C names (default: OUT without folder and ending)");
  parser.text("cpu", 0, "NAME", options.cpu,
              "CPU whose instructions the kernels may use, as LLVM names it: "
              "x86-64-v3, znver4 (default native: this machine). "
              "Lesser CPUs get an error, code 5");
  parser.text("target", 0, "TRIPLE", options.triple,
              "machine to compile for (default and only " + options.triple +
                  ")");
  parser.text("linker", 0, "PATH", options.linker,
              "ld.lld to link with (default: HWLOCK_LLD, then that of LLVM "
              "22)");
  parser.series("shapes", 0, "inputN=SIZES", options.inputs.shapes,
                "the shapes of inputs that the model leaves open, for example "
                "input0=4x128 input1=4x128");
  parser.text("function", 'f', "NAME", options.inputs.function,
              "the function that --shapes is for (default main)");
  addSigningOptions(parser, options.signing);
  addPassphraseOption(parser, options.passphraseFile);
  parser.flag("json", 0, options.json, "print the summary as JSON");
  if (auto code = parser.parse(argc, argv))
    return *code;
  auto done = Compiler(options).run();
  return done ? 0 : fail(done.error());
}
