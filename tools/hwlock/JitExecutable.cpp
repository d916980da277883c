//===- JitExecutable.cpp - A module, compiled in this process -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Executable.h"
#include "ModuleFile.h"
#include "hwlock/Codegen/Native/NativeModel.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace hwlock;
using namespace hwlock::tool;
using rt::Result;

namespace {

class JitExecutable final : public Executable {
public:
  explicit JitExecutable(const ModelFile &file)
      : file(file), host(file.host), context(createContext()),
        printer(*context) {}

  Result<void> open() override;
  Result<FunctionTypes> find(const std::string &name) override;
  Result<void> prepare() override;
  void call(llvm::ArrayRef<const void *> inputs,
            llvm::ArrayRef<void *> outputs) override {
    native->call(*native->signature().find(function), inputs, outputs);
  }

private:
  Result<mlir::OwningOpRef<mlir::ModuleOp>> read();

  const ModelFile &file;
  rt::HostSources host;
  std::string function;
  std::unique_ptr<mlir::MLIRContext> context;
  DiagnosticPrinter printer;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  LockedModule locked;
  std::unique_ptr<NativeModel> native;
};

} // namespace

/// The cause was printed as a diagnostic.
static rt::Error reported() { return rt::badInput(""); }

Result<mlir::OwningOpRef<mlir::ModuleOp>> JitExecutable::read() {
  if (!file.checked)
    return readModule(file.path, *context);
  auto buffer = file.checked->share();
  if (!buffer)
    return buffer.error();
  return readModule(std::move(*buffer), file.path, *context);
}

Result<void> JitExecutable::open() {
  auto parsed = read();
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
  if (auto opened = native->open(host); !opened)
    return opened;
  times.open = opening.milliseconds();
  return {};
}

Result<FunctionTypes> JitExecutable::find(const std::string &name) {
  std::vector<std::string> names;
  for (auto candidate : module->getOps<mlir::func::FuncOp>()) {
    if (!candidate.isPublic() || candidate.isExternal())
      continue;
    names.push_back(candidate.getSymName().str());
    if (names.back() != name)
      continue;
    function = name;
    return FunctionTypes{candidate.getArgumentTypes().vec(),
                         candidate.getResultTypes().vec()};
  }
  return noSuchFunction(name, names);
}

Result<void> JitExecutable::prepare() {
  Stopwatch compilation;
  auto compiled = compileModel(*module, locked, KernelTarget::host());
  if (failed(compiled))
    return reported();
  times.compile = compilation.milliseconds();
  Stopwatch loading;
  if (auto loaded = native->load(std::move(*compiled)); !loaded)
    return loaded;
  times.load = loading.milliseconds();
  return {};
}

std::unique_ptr<Executable> tool::makeJitExecutable(const ModelFile &file) {
  return std::make_unique<JitExecutable>(file);
}
