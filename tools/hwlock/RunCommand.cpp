//===- RunCommand.cpp - hwlock run ----------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opens a locked model before anything slow, so that an unauthorised machine
// learns so at once.
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Benchmark.h"
#include "Commands.h"
#include "Diagnostics.h"
#include "ModuleFile.h"
#include "OutputFile.h"
#include "TensorFile.h"
#include "hwlock/Codegen/Native/NativeModel.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace hwlock;
using namespace hwlock::tool;
using rt::Result;

namespace {

struct RunOptions {
  std::string model;
  std::vector<std::string> inputs, outputs;
  std::string function = "main";
  unsigned bench = 0;
};

/// One run of the command.
class Runner {
public:
  explicit Runner(const RunOptions &options)
      : options(options), context(createContext()), printer(*context) {}

  Result<void> run();

private:
  Result<void> stageOutputs();
  Result<void> open();
  Result<void> checkCounts(mlir::func::FuncOp function);
  Result<void> readInputs();
  Result<void> compile();
  Result<void> load();
  Result<void> prepare();
  Result<void> allocateOutputs(const ModelFunction &function);
  void call(const ModelFunction &function);
  Result<void> writeOutputs(const ModelFunction &function);

  const RunOptions &options;
  std::unique_ptr<mlir::MLIRContext> context;
  DiagnosticPrinter printer;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  LockedModule locked;
  CompiledModel compiled;
  std::unique_ptr<NativeModel> native;
  std::vector<OutputFile> files;
  std::vector<Arena> inputs, outputs;
  StartTimes times;
};

} // namespace

/// The cause was printed as a diagnostic.
static rt::Error reported() { return rt::badInput(""); }

static rt::Error usage(std::string message, std::string hint) {
  return {Status::Usage, std::move(message), std::move(hint)};
}

Result<void> Runner::stageOutputs() {
  std::vector<std::string> taken = options.inputs;
  taken.push_back(options.model);
  for (const std::string &path : options.outputs) {
    if (auto allowed = refuseOverwrite(path, taken); !allowed)
      return allowed;
    if (llvm::count(options.outputs, path) > 1)
      return usage("output '" + path + "' is given twice", "");
    auto file = OutputFile::create(path);
    if (!file)
      return file.error();
    files.push_back(std::move(*file));
  }
  return {};
}

Result<void> Runner::open() {
  auto parsed = readModule(options.model, *context);
  if (!parsed)
    return parsed.error();
  module = std::move(*parsed);
  auto read = readLockedModule(*module);
  if (failed(read))
    return reported();
  locked = std::move(*read);
  auto created = NativeModel::create();
  if (!created)
    return created.error();
  native = std::move(*created);
  if (!locked.vault)
    return {};
  Stopwatch building;
  if (auto added = native->addDecoder(*locked.vault); !added)
    return added;
  times.decoder = building.milliseconds();
  Stopwatch opening;
  if (auto opened = native->open(); !opened)
    return opened;
  times.open = opening.milliseconds();
  return {};
}

/// The function to call, or an error that lists those there are.
static Result<mlir::func::FuncOp> findFunction(mlir::ModuleOp module,
                                               const std::string &name) {
  std::string names;
  for (auto function : module.getOps<mlir::func::FuncOp>()) {
    if (!function.isPublic() || function.isExternal())
      continue;
    if (function.getSymName() == name)
      return function;
    names += (names.empty() ? "'" : ", '") + function.getSymName().str() + "'";
  }
  return usage("the model has no public function '" + name + "'",
               names.empty() ? "it has no public function at all"
                             : "choose with --function one of " + names);
}

Result<void> Runner::checkCounts(mlir::func::FuncOp function) {
  auto check = [&](const char *what, mlir::TypeRange types,
                   size_t found) -> Result<void> {
    if (types.size() == found)
      return {};
    std::string hint;
    llvm::raw_string_ostream stream(hint);
    stream << "its " << what << "s are, in order: ";
    llvm::interleaveComma(types, stream);
    return usage("'" + options.function + "' has " +
                     std::to_string(types.size()) + " " + what + "(s), found " +
                     std::to_string(found),
                 hint);
  };
  if (auto same =
          check("input", function.getArgumentTypes(), options.inputs.size());
      !same)
    return same;
  return options.outputs.empty() ? Result<void>()
                                 : check("output", function.getResultTypes(),
                                         options.outputs.size());
}

Result<void> Runner::readInputs() {
  auto function = findFunction(*module, options.function);
  if (!function)
    return function.error();
  if (auto right = checkCounts(*function); !right)
    return right;
  auto types = function->getArgumentTypes();
  for (auto [index, path] : llvm::enumerate(options.inputs)) {
    auto type = llvm::dyn_cast<mlir::RankedTensorType>(types[index]);
    std::string what = "input " + std::to_string(index);
    if (!type || !type.hasStaticShape())
      return rt::badInput(what + " of '" + options.function +
                              "' is not a tensor of static shape",
                          "export the model with fixed shapes");
    auto tensor = readTensor(path, type, what);
    if (!tensor)
      return tensor.error();
    inputs.push_back(std::move(*tensor));
  }
  return {};
}

Result<void> Runner::compile() {
  Stopwatch compilation;
  auto result = compileModel(*module, locked, KernelTarget::host());
  if (failed(result))
    return reported();
  compiled = std::move(*result);
  times.compile = compilation.milliseconds();
  return {};
}

Result<void> Runner::load() {
  Stopwatch loading;
  if (auto loaded = native->load(std::move(compiled)); !loaded)
    return loaded;
  times.load = loading.milliseconds();
  return {};
}

Result<void> Runner::allocateOutputs(const ModelFunction &function) {
  for (auto [index, type] : llvm::enumerate(function.outputs)) {
    std::string what = "output " + std::to_string(index);
    if (!options.outputs.empty())
      if (auto known = checkHasNpyType(type, what); !known)
        return known;
    auto memory = Arena::create(byteSize(type));
    if (!memory)
      return rt::environmentError("not enough memory for " + what);
    outputs.push_back(std::move(*memory));
  }
  return {};
}

void Runner::call(const ModelFunction &function) {
  llvm::SmallVector<const void *> from;
  llvm::SmallVector<void *> to;
  for (const Arena &input : inputs)
    from.push_back(input.data());
  for (const Arena &output : outputs)
    to.push_back(output.data());
  native->call(function, from, to);
}

Result<void> Runner::writeOutputs(const ModelFunction &function) {
  for (auto [index, type] : llvm::enumerate(function.outputs)) {
    if (files.empty()) {
      llvm::outs() << "output " << index << ": ";
      printSummary(llvm::outs(), outputs[index], type);
      continue;
    }
    std::vector<uint8_t> bytes = formatTensor(outputs[index], type);
    auto written = files[index].write(
        [&](llvm::raw_ostream &stream) { stream << llvm::toStringRef(bytes); });
    if (!written)
      return written;
  }
  return commitAll(files);
}

/// Everything before the first call.
Result<void> Runner::prepare() {
  Progress progress("preparing the model, step");
  unsigned done = 0;
  for (auto step : {&Runner::stageOutputs, &Runner::open, &Runner::readInputs,
                    &Runner::compile, &Runner::load}) {
    progress.update(++done, 5);
    if (auto finished = (this->*step)(); !finished)
      return finished;
  }
  return {};
}

Result<void> Runner::run() {
  if (auto prepared = prepare(); !prepared)
    return prepared;
  const ModelFunction &function = *native->signature().find(options.function);
  if (auto allocated = allocateOutputs(function); !allocated)
    return allocated;
  call(function);
  if (options.bench) {
    benchmark(llvm::outs(), times, options.bench, [&] { call(function); });
    if (files.empty())
      return {};
  }
  return writeOutputs(function);
}

int tool::runRun(int argc, char **argv) {
  RunOptions options;
  ArgumentParser parser(
      "run", "run a model, locked or not, on NumPy arrays",
      "Without --output a summary of each output is printed. On a machine that "
      "is not\nauthorised a model that fails closed (on-mismatch=error) gives "
      "exit code 3 and no\noutput file.");
  parser.positional("MODEL", options.model, "the model, .mlir or .mlirbc");
  parser.series("input", 'i', "X.npy", options.inputs,
                "an array for each input of the function, in order");
  parser.series("output", 'o', "Y.npy", options.outputs,
                "a file for each output, in order; all are written or none");
  parser.text("function", 'f', "NAME", options.function,
              "the function to call (default main)");
  parser.number("bench", 0, options.bench, 0, 1000000,
                "print the latency of N calls as JSON");
  if (auto code = parser.parse(argc, argv))
    return *code;
  auto done = Runner(options).run();
  return done ? 0 : fail(done.error());
}
