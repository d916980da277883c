//===- ModelSignature.cpp - Functions and weights of a model --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/ModelSignature.h"
#include "hwlock/Codegen/Compute.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;

namespace hwlock {

const ModelFunction *ModelSignature::find(StringRef name) const {
  for (const ModelFunction &function : functions)
    if (function.name == name)
      return &function;
  return nullptr;
}

uint64_t byteSize(RankedTensorType type) {
  return type.getNumElements() *
         llvm::divideCeil(type.getElementTypeBitWidth(), 8);
}

namespace {

class SignatureReader {
public:
  FailureOr<ModelSignature> read(ModuleOp module) {
    for (auto function : module.getOps<func::FuncOp>()) {
      if (!function.isPublic() || function.isExternal() ||
          function.getSymName().ends_with(kPackSuffix))
        continue;
      if (failed(readFunction(module, function)))
        return failure();
    }
    return std::move(signature);
  }

private:
  static FailureOr<RankedTensorType> staticTensor(func::FuncOp function,
                                                  Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (tensor && tensor.hasStaticShape())
      return tensor;
    return function.emitError()
           << "function '" << function.getSymName() << "' has a value of type "
           << type << "; native code takes ranked tensors of static shape only";
  }

  LogicalResult readFunction(ModuleOp module, func::FuncOp function) {
    ModelFunction record;
    record.name = function.getSymName().str();
    for (auto [index, type] : llvm::enumerate(function.getArgumentTypes())) {
      auto tensor = staticTensor(function, type);
      if (failed(tensor))
        return failure();
      if (auto weight = function.getArgAttr(index, kWeightAttr))
        record.weights.push_back(
            {WeightArgument::Kind::Raw, weightIndex(weight, *tensor)});
      else if (auto packed =
                   function.getArgAttrOfType<IntegerAttr>(index, kPackedAttr))
        record.weights.push_back({WeightArgument::Kind::Packed,
                                  static_cast<size_t>(packed.getInt())});
      else
        record.inputs.push_back(*tensor);
    }
    for (Type type : function.getResultTypes()) {
      auto tensor = staticTensor(function, type);
      if (failed(tensor))
        return failure();
      record.outputs.push_back(*tensor);
    }
    if (auto pack =
            module.lookupSymbol<func::FuncOp>(record.name + kPackSuffix))
      readPack(pack, record);
    signature.functions.push_back(std::move(record));
    return success();
  }

  void readPack(func::FuncOp pack, ModelFunction &record) {
    for (auto [index, type] : llvm::enumerate(pack.getArgumentTypes()))
      record.packInputs.push_back(weightIndex(
          pack.getArgAttr(index, kWeightAttr), cast<RankedTensorType>(type)));
    for (Type type : pack.getResultTypes())
      record.packOutputs.push_back(cast<RankedTensorType>(type));
  }

  /// Weights are told apart by attribute: a constant used twice is one weight.
  size_t weightIndex(Attribute attribute, RankedTensorType type) {
    auto [entry, isNew] = known.try_emplace(attribute, known.size());
    if (isNew) {
      ModelWeight weight;
      weight.sealed = dyn_cast<SymbolRefAttr>(attribute);
      weight.clear = dyn_cast<ElementsAttr>(attribute);
      weight.type = type;
      signature.weights.push_back(weight);
    }
    return entry->second;
  }

  ModelSignature signature;
  llvm::DenseMap<Attribute, size_t> known;
};

} // namespace

FailureOr<ModelSignature> readSignature(ModuleOp module) {
  return SignatureReader().read(module);
}

} // namespace hwlock
