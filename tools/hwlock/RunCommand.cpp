//===- RunCommand.cpp - hwlock run ----------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opens a locked model before anything slow, so that an unauthorised machine
// learns so at once.
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Benchmark.h"
#include "Commands.h"
#include "DeviceOptions.h"
#include "Diagnostics.h"
#include "SigningOptions.h"
#include "TensorFile.h"
#include "hwlock/Api/Executable.h"
#include "hwlock/Api/OutputFile.h"
#include "hwlock/Codegen/Native/ModelSignature.h"
#include "llvm/ADT/StringExtras.h"

using namespace hwlock;
using namespace hwlock::tool;
using rt::Result;

namespace {

struct RunOptions {
  std::string model;
  std::vector<std::string> inputs, outputs;
  std::string function = "main";
  TrustRequest trust;
  unsigned bench = 0;
  DeviceOptions devices;
};

/// One run of the command.
class Runner {
public:
  Runner(const RunOptions &options, rt::HostOptions host)
      : options(options), file{options.model, {}, std::move(host)} {}

  Result<void> run();

private:
  Result<void> stageOutputs();
  Result<void> checkTrust();
  Result<void> open();
  Result<FunctionTypes> findFunction();
  Result<void> readInputs();
  Result<void> prepareModel();
  Result<void> prepare();
  void call();
  Result<void> writeOutputs();

  const RunOptions &options;
  ModelFile file;
  MessagePrinter printer;
  std::unique_ptr<Executable> model;
  size_t function = 0;
  std::vector<OutputFile> files;
  std::vector<Tensor> inputs, outputs;
};

} // namespace

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

Result<void> Runner::checkTrust() {
  return checkSignature(file, options.trust);
}

Result<void> Runner::open() {
  model = makeExecutable(file, printer);
  return model->open();
}

/// Usage, with the names that there are.
static rt::Error noSuchFunction(const std::string &name,
                                llvm::ArrayRef<FunctionTypes> functions) {
  std::string list;
  for (const FunctionTypes &known : functions)
    list += (list.empty() ? "'" : ", '") + known.name + "'";
  return usage("the model has no public function '" + name + "'",
               list.empty() ? "it has no public function at all"
                            : "choose with --function one of " + list);
}

/// Usage unless `found` files were given for the tensors in `types`.
static Result<void> checkCount(const std::string &function, const char *what,
                               mlir::TypeRange types, size_t found) {
  if (types.size() == found)
    return {};
  std::string hint;
  llvm::raw_string_ostream stream(hint);
  stream << "its " << what << "s are, in order: ";
  llvm::interleaveComma(types, stream);
  return usage("'" + function + "' has " + std::to_string(types.size()) + " " +
                   what + "(s), found " + std::to_string(found),
               hint);
}

Result<FunctionTypes> Runner::findFunction() {
  auto functions = model->functions();
  if (!functions)
    return functions.error();
  auto found = llvm::find_if(*functions, [&](const FunctionTypes &candidate) {
    return candidate.name == options.function;
  });
  if (found == functions->end())
    return noSuchFunction(options.function, *functions);
  function = static_cast<size_t>(found - functions->begin());
  return std::move(*found);
}

Result<void> Runner::readInputs() {
  auto types = findFunction();
  if (!types)
    return types.error();
  if (auto right = checkCount(options.function, "input", types->inputs,
                              options.inputs.size());
      !right)
    return right;
  if (!options.outputs.empty())
    if (auto right = checkCount(options.function, "output", types->outputs,
                                options.outputs.size());
        !right)
      return right;
  for (auto [index, path] : llvm::enumerate(options.inputs)) {
    std::string what = "input " + std::to_string(index);
    auto type = llvm::dyn_cast<mlir::RankedTensorType>(types->inputs[index]);
    if (!type)
      return rt::badInput(what + " of '" + options.function +
                              "' is not a tensor of known rank",
                          "export the model with tensors as inputs");
    auto tensor = readTensor(path, type, what);
    if (!tensor)
      return tensor.error();
    inputs.push_back(std::move(*tensor));
  }
  return {};
}

Result<void> Runner::prepareModel() {
  std::vector<mlir::RankedTensorType> inputTypes;
  for (const Tensor &input : inputs)
    inputTypes.push_back(input.type);
  model->specialize(function, inputTypes);
  if (auto prepared = model->prepare(); !prepared)
    return prepared;
  auto outputTypes = model->outputs(function);
  if (!outputTypes)
    return outputTypes.error();
  for (auto [index, type] : llvm::enumerate(*outputTypes)) {
    std::string what = "output " + std::to_string(index);
    if (!options.outputs.empty())
      if (auto known = checkHasNpyType(type, what); !known)
        return known;
    auto memory = Arena::create(byteSize(type));
    if (!memory)
      return rt::environmentError("not enough memory for " + what);
    outputs.push_back({type, std::move(*memory)});
  }
  return {};
}

void Runner::call() {
  llvm::SmallVector<const void *> from;
  llvm::SmallVector<void *> to;
  for (const Tensor &input : inputs)
    from.push_back(input.memory.data());
  for (const Tensor &output : outputs)
    to.push_back(output.memory.data());
  model->call(function, from, to);
}

Result<void> Runner::writeOutputs() {
  for (auto [index, output] : llvm::enumerate(outputs)) {
    if (files.empty()) {
      llvm::outs() << "output " << index << ": ";
      printSummary(llvm::outs(), output.memory, output.type);
      continue;
    }
    std::vector<uint8_t> bytes = formatTensor(output.memory, output.type);
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
  for (auto step : {&Runner::stageOutputs, &Runner::checkTrust, &Runner::open,
                    &Runner::readInputs, &Runner::prepareModel}) {
    progress.update(++done, 5);
    if (auto finished = (this->*step)(); !finished)
      return finished;
  }
  return {};
}

Result<void> Runner::run() {
  if (auto prepared = prepare(); !prepared)
    return prepared;
  call();
  if (options.bench) {
    benchmark(llvm::outs(), model->times, options.bench, [&] { call(); });
    if (files.empty())
      return {};
  }
  return writeOutputs();
}

int tool::runRun(int argc, char **argv) {
  RunOptions options;
  ArgumentParser parser(
      "run", "run a model, locked or not, on NumPy arrays",
      "Without --output a summary of each output is printed. On a machine that "
      "is not\nauthorised a model that fails closed (on-mismatch=error) gives "
      "exit code 3 and no\noutput file.");
  parser.positional("MODEL", options.model,
                    "the model, .mlir or .mlirbc, or a .so of hwlock compile");
  parser.series("input", 'i', "X.npy", options.inputs,
                "an array for each input of the function, in order");
  parser.series("output", 'o', "Y.npy", options.outputs,
                "a file for each output, in order; all are written or none");
  parser.text("function", 'f', "NAME", options.function,
              "the function to call (default main)");
  addTrustOptions(parser, options.trust);
  options.devices.addTo(parser);
  parser.number("bench", 0, options.bench, 0, 1000000,
                "print the latency of N calls as JSON");
  if (auto code = parser.parse(argc, argv))
    return *code;
  auto host = options.devices.load();
  if (!host)
    return fail(host.error());
  auto done = Runner(options, std::move(*host)).run();
  return done ? 0 : fail(done.error());
}
