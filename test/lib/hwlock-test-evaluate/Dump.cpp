//===- Dump.cpp - A locked module as files --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Commands.h"
#include "hwlock/Api/ModuleFile.h"
#include "hwlock/Api/Observer.h"
#include "hwlock/Codegen/Native/ModelCompiler.h"
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/Support/File.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/Support/JSON.h"

using namespace hwlock;
using rt::Result;

static std::span<const uint8_t> bytesOf(llvm::ArrayRef<char> bytes) {
  return {reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()};
}

/// Writes the sealed bytes and tags of every weight, in manifest order;
/// `weights` receives a description of each.
static Result<void> dumpWeights(VaultOp vault, const LockedModule &locked,
                                const std::string &folder,
                                llvm::json::Array &weights) {
  for (auto sealed : vault.getBody()->getOps<SealedOp>()) {
    auto symbol = mlir::SymbolRefAttr::get(
        vault.getSymNameAttr(), {mlir::FlatSymbolRefAttr::get(sealed)});
    const LockedModule::Sealed &found = locked.sealed.at(symbol);
    std::string path =
        folder + "/" + std::to_string(found.location.manifestIndex);
    for (auto [end, bytes] : {std::pair(".sealed", found.bytes.bytes),
                              std::pair(".tags", found.bytes.tags)})
      if (auto written = rt::writeFileAtomically(path + end, bytesOf(bytes));
          !written)
        return written;
    auto type = llvm::cast<mlir::RankedTensorType>(sealed.getWeightType());
    std::string element;
    llvm::raw_string_ostream(element) << type.getElementType();
    weights.push_back(llvm::json::Object{
        {"name", sealed.getSymName()},
        {"element", element},
        {"shape", llvm::json::Array(type.getShape())},
        {"sealed_bytes", int64_t(found.bytes.bytes.size())}});
  }
  return {};
}

Result<void> evaluate::dump(Arguments words) {
  if (words.size() != 2)
    return usage("dump LOCKED DIR");
  auto context = createContext();
  MessagePrinter printer(/*quiet=*/true);
  DiagnosticForwarder diagnostics(*context, printer);
  auto module = readModule(words[0], *context);
  if (!module)
    return module.error();
  auto locked = readLockedModule(**module);
  if (failed(locked) || !locked->vault)
    return rt::badInput("'" + words[0] + "' is not a locked module");
  llvm::json::Array weights;
  if (auto done = dumpWeights(*(*module)->getOps<VaultOp>().begin(), *locked,
                              words[1], weights);
      !done)
    return done;
  if (auto written = rt::writeFileAtomically(words[1] + "/vault",
                                             rt::writeVault(*locked->vault));
      !written)
    return written;
  llvm::outs() << llvm::json::Value(std::move(weights)) << "\n";
  return {};
}
