//===- ImportParameters.cpp - Parameters become constants -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ForeignDialects.h"
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/IREE/ParameterFile.h"
#include "hwlock/IREE/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/Support/Regex.h"

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_IMPORTPARAMETERS
#include "hwlock/IREE/Passes.h.inc"

namespace {

/// What `#stream.parameter.named<"scope"::"key">` names.
struct ParameterName {
  std::string scope, key;

  /// Nothing if `value` is another attribute.
  static std::optional<ParameterName> of(Attribute value) {
    auto opaque = dyn_cast_if_present<OpaqueAttr>(value);
    if (!opaque)
      return std::nullopt;
    static const llvm::Regex form(
        R"re(^parameter\.named<("([^"\\]*)" *:: *)?"([^"\\]*)">$)re");
    SmallVector<StringRef> groups;
    if (!form.match(opaque.getAttrData(), &groups))
      return std::nullopt;
    return ParameterName{groups[2].str(), groups[3].str()};
  }
};

struct ImportParameters : impl::ImportParametersBase<ImportParameters> {
  using ImportParametersBase::ImportParametersBase;

  void runOnOperation() override {
    if (failed(openFiles()) || failed(importAll()))
      signalPassFailure();
  }

private:
  LogicalResult openFiles() {
    files.clear();
    for (StringRef word : parameters) {
      auto [scope, path] = word.split('=');
      if (!word.contains('='))
        std::swap(scope, path);
      auto file = ParameterFile::open(path);
      if (!file)
        return emitError(getOperation().getLoc())
               << llvm::toString(file.takeError());
      files[scope] = std::move(*file);
    }
    return success();
  }

  LogicalResult importAll() {
    llvm::MapVector<StringAttr, TypedAttr> values;
    SmallVector<Operation *> globals;
    for (Operation &op : *getOperation().getBody()) {
      if (op.getName().getStringRef() != "util.global")
        continue;
      auto name = ParameterName::of(op.getAttr("initial_value"));
      if (!name)
        continue;
      auto value = readParameter(&op, *name);
      if (failed(value))
        return failure();
      values[cast<StringAttr>(op.getAttr("sym_name"))] = *value;
      globals.push_back(&op);
    }
    if (failed(replaceUses(values)))
      return failure();
    for (Operation *global : globals)
      global->erase();
    numParameters += globals.size();
    return success();
  }

  FailureOr<TypedAttr> readParameter(Operation *global,
                                     const ParameterName &name) {
    auto file = files.find(name.scope);
    if (file == files.end())
      return global->emitError("has a parameter of the scope '")
             << name.scope << "', for which no file was given";
    auto bytes = file->second->find(name.key);
    if (!bytes)
      return global->emitError("parameter '") << name.key << "' is not there";
    if (global->getAttr("is_mutable"))
      return global->emitError("parameter '")
             << name.key << "' is mutable; only constants can be sealed";
    auto typeAttr = dyn_cast_if_present<TypeAttr>(global->getAttr("type"));
    auto type =
        typeAttr ? dyn_cast<RankedTensorType>(typeAttr.getValue()) : nullptr;
    auto expected = type ? plainBytes(type) : std::nullopt;
    if (!expected)
      return global->emitError("parameter '")
             << name.key << "' has no type that can be sealed";
    if (bytes->size() != *expected)
      return global->emitError("parameter '")
             << name.key << "' has " << bytes->size() << " bytes, expected "
             << *expected << " for " << type;
    return constantOf(type, name.key, *bytes, file->second);
  }

  /// The constant keeps the file mapped.
  static TypedAttr constantOf(RankedTensorType type, StringRef key,
                              ArrayRef<char> bytes,
                              std::shared_ptr<const ParameterFile> file) {
    uint64_t address = reinterpret_cast<uintptr_t>(bytes.data());
    AsmResourceBlob blob(
        bytes, llvm::MinAlign(address, 64),
        [file = std::move(file)](void *, size_t, size_t) {},
        /*dataIsMutable=*/false);
    return DenseResourceElementsAttr::get(type, key, std::move(blob));
  }

  LogicalResult
  replaceUses(const llvm::MapVector<StringAttr, TypedAttr> &values) {
    auto replace = [&](Operation *op) -> WalkResult {
      auto symbol = op->getAttrOfType<FlatSymbolRefAttr>("global");
      auto found = symbol ? values.find(symbol.getAttr()) : values.end();
      if (found == values.end())
        return WalkResult::advance();
      if (op->getName().getStringRef() != "util.global.load")
        return op->emitError("uses the parameter ")
               << symbol << " in a way that cannot be sealed";
      OpBuilder builder(op);
      op->replaceAllUsesWith(
          arith::ConstantOp::create(builder, op->getLoc(), found->second));
      op->erase();
      return WalkResult::advance();
    };
    return failure(getOperation().walk(replace).wasInterrupted());
  }

  llvm::StringMap<std::shared_ptr<const ParameterFile>> files;
};

} // namespace
} // namespace hwlock
