//===- JitExecutable.cpp - A module, compiled in this process -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Executables.h"
#include "hwlock/Api/ModuleFile.h"
#include "hwlock/Api/Stopwatch.h"
#include "hwlock/Codegen/Native/NativeModel.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace hwlock;
using rt::Result;

namespace {

class JitExecutable final : public Executable {
public:
  JitExecutable(const ModelFile &file, Observer &observer)
      : file(file), host(file.host), context(createContext()),
        diagnostics(*context, observer) {}

  Result<void> open() override;
  Result<std::vector<FunctionTypes>> functions() override;
  void specialize(size_t function,
                  llvm::ArrayRef<mlir::RankedTensorType> inputs) override;
  Result<void> prepare() override;
  Result<std::vector<mlir::RankedTensorType>> outputs(size_t index) override {
    return native->signature().find(names[index])->outputs;
  }
  llvm::ArrayRef<ReplaceableConstant> constants() const override {
    return native->constants();
  }
  Result<void> replace(llvm::ArrayRef<Replacement> replacements) override {
    return native->replace(replacements);
  }
  void call(size_t function, llvm::ArrayRef<const void *> inputs,
            llvm::ArrayRef<void *> outputs) override {
    native->call(*native->signature().find(names[function]), inputs, outputs);
  }

private:
  Result<mlir::OwningOpRef<mlir::ModuleOp>> read();

  const ModelFile &file;
  rt::HostSources host;
  std::vector<std::string> names;
  InputShapes specialized;
  std::unique_ptr<mlir::MLIRContext> context;
  DiagnosticForwarder diagnostics;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  LockedModule locked;
  std::unique_ptr<NativeModel> native;
};

} // namespace

/// The cause was a diagnostic.
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

Result<std::vector<FunctionTypes>> JitExecutable::functions() {
  std::vector<FunctionTypes> found;
  names.clear();
  for (auto function : module->getOps<mlir::func::FuncOp>()) {
    if (!function.isPublic() || function.isExternal())
      continue;
    names.push_back(function.getSymName().str());
    found.push_back({names.back(), function.getArgumentTypes().vec(),
                     function.getResultTypes().vec()});
  }
  return found;
}

void JitExecutable::specialize(size_t function,
                               llvm::ArrayRef<mlir::RankedTensorType> inputs) {
  specialized.function = names[function];
  for (auto [index, type] : llvm::enumerate(inputs)) {
    llvm::raw_string_ostream stream(specialized.shapes.emplace_back());
    stream << "input" << index << "=";
    llvm::interleave(type.getShape(), stream, "x");
  }
  // What shapes the others would take is not known.
  for (auto other : module->getOps<mlir::func::FuncOp>())
    if (other.getSymName() != specialized.function)
      other.setPrivate();
}

Result<void> JitExecutable::prepare() {
  Stopwatch compilation;
  auto compiled = compileModel(*module, locked, KernelTarget::host(),
                               std::move(specialized));
  if (failed(compiled))
    return reported();
  times.compile = compilation.milliseconds();
  Stopwatch loading;
  if (auto loaded = native->load(std::move(*compiled)); !loaded)
    return loaded;
  times.load = loading.milliseconds();
  return {};
}

std::unique_ptr<Executable> hwlock::makeJitExecutable(const ModelFile &file,
                                                      Observer &observer) {
  return std::make_unique<JitExecutable>(file, observer);
}
