//===- ModelCompiler.cpp - MLIR module to object files --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/ModelCompiler.h"
#include "hwlock/Codegen/Native/DecoderModule.h"
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/Transforms/VaultBridge.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Export.h"

using namespace mlir;

namespace hwlock {

FailureOr<LockedModule> readLockedModule(ModuleOp module) {
  LockedModule locked;
  auto vaults = llvm::to_vector(module.getOps<VaultOp>());
  if (vaults.empty())
    return locked;
  if (vaults.size() > 1)
    return vaults[1].emitError("a module has one vault, found another");
  VaultOp op = vaults.front();
  auto vault = vaultFromIR(op);
  if (!vault)
    return op.emitError(vault.error().message);

  uint32_t index = 0;
  for (auto sealed : op.getOps<SealedOp>()) {
    auto bytes = rawBytes(sealed.getCiphertext());
    auto tags =
        sealed.getTags() ? rawBytes(*sealed.getTags()) : llvm::ArrayRef<char>();
    if (!bytes || !tags)
      return sealed.emitError("the ciphertext of '")
             << sealed.getSymName() << "' is missing";
    auto symbol = SymbolRefAttr::get(
        op.getSymNameAttr(), FlatSymbolRefAttr::get(sealed.getSymNameAttr()));
    const rt::WeightRecord &record = vault->weights[index];
    uint64_t scratch = core::unsealScratchBytes(rt::chainOf(record.chain),
                                                record.shape.matrix());
    locked.sealed[symbol] = {{index++, !tags->empty(), scratch},
                             record.shape.bytes(),
                             {*bytes, *tags}};
  }
  locked.vault = std::move(*vault);
  return locked;
}

/// Runs one half of the compute pipeline.
static LogicalResult run(ModuleOp module,
                         llvm::function_ref<void(OpPassManager &)> build) {
  PassManager manager(module.getContext());
  build(manager);
  return manager.run(module);
}

/// Bytes of a constant in the clear as kernels read them: one element after the
/// other, booleans as bytes. Splats and booleans, which MLIR stores in a denser
/// form, are expanded into `model`.
static std::optional<llvm::ArrayRef<char>> clearBytes(ElementsAttr value,
                                                      CompiledModel &model) {
  auto dense = dyn_cast<DenseElementsAttr>(value);
  bool isBoolean = value.getElementType().isInteger(1);
  if (!dense || (!dense.isSplat() && !isBoolean))
    return rawBytes(value);
  auto &bytes = model.expanded.emplace_back();
  if (isBoolean)
    llvm::append_range(bytes, dense.getValues<bool>());
  else
    for (int64_t i = 0; i < dense.getNumElements(); ++i)
      llvm::append_range(bytes, dense.getRawData());
  return llvm::ArrayRef<char>(bytes);
}

/// Bytes and, for sealed weights, place in the manifest of each weight.
static LogicalResult collectWeights(ModuleOp module, const LockedModule &locked,
                                    CompiledModel &model,
                                    std::vector<SealedLocation> &locations) {
  for (const ModelWeight &weight : model.signature.weights) {
    if (weight.sealed) {
      auto found = locked.sealed.find(weight.sealed);
      if (found == locked.sealed.end() ||
          found->second.plainBytes != byteSize(weight.type))
        return module.emitError("no sealed weight ")
               << weight.sealed << " of type " << weight.type;
      locations.push_back(found->second.location);
      model.weights.push_back(found->second.bytes);
      continue;
    }
    auto bytes = clearBytes(weight.clear, model);
    if (!bytes || bytes->size() != byteSize(weight.type))
      return module.emitError("the bytes of a constant of type ")
             << weight.type << " are missing or of the wrong length";
    locations.emplace_back();
    model.weights.push_back({*bytes, {}});
  }
  return success();
}

/// Values of constants with kReplaceableAttr.
static llvm::DenseSet<Attribute> replaceableValues(ModuleOp module) {
  llvm::DenseSet<Attribute> found;
  module.walk([&](arith::ConstantOp op) {
    if (op->hasAttr(kReplaceableAttr))
      found.insert(op.getValue());
  });
  return found;
}

static std::vector<ReplaceableWeight>
findReplaceable(const ModelSignature &signature,
                const llvm::DenseSet<Attribute> &values) {
  llvm::MapVector<StringRef, ReplaceableWeight> found;
  for (auto [index, weight] : llvm::enumerate(signature.weights)) {
    auto resource =
        dyn_cast_if_present<DenseResourceElementsAttr>(weight.clear);
    if (!resource || !values.contains(resource))
      continue;
    StringRef name = resource.getRawHandle().getKey();
    ReplaceableWeight &entry = found[name];
    if (entry.weights.empty())
      entry = {name.str(), weight.type, {}};
    entry.weights.push_back(index);
  }
  std::vector<ReplaceableWeight> weights;
  for (auto &[name, entry] : found)
    weights.push_back(std::move(entry));
  return weights;
}

static LogicalResult fail(ModuleOp module, llvm::Error error) {
  return module.emitError(llvm::toString(std::move(error)));
}

/// Emits the kernels of `module`, which is in the LLVM dialect.
static LogicalResult emitKernels(ModuleOp module, const KernelTarget &target,
                                 ArrayRef<SealedLocation> locations,
                                 CompiledModel &model) {
  llvm::LLVMContext context;
  auto translated = translateModuleToLLVMIR(module, context, "hwlock model");
  if (!translated)
    return module.emitError("cannot translate to LLVM IR");
  setKernelFeatures(*translated, target);
  auto sizes = addEntryPoints(*translated, model.signature, locations);
  if (!sizes)
    return fail(module, sizes.takeError());
  model.sizes = *sizes;
  auto object = emitObject(*translated, Optimisation::Full);
  if (!object)
    return fail(module, object.takeError());
  model.object = std::move(*object);
  return success();
}

FailureOr<CompiledModel> compileModel(ModuleOp module,
                                      const LockedModule &locked,
                                      const KernelTarget &target,
                                      InputShapes inputs) {
  ComputeOptions options;
  options.inputs = std::move(inputs);
  options.vectorBits = target.vectorBits();
  auto front = [&](OpPassManager &manager) {
    buildComputeFrontPipeline(manager, options);
  };
  auto back = [&](OpPassManager &manager) {
    buildComputeBackPipeline(manager, options);
  };
  llvm::DenseSet<Attribute> replaceable = replaceableValues(module);
  if (failed(run(module, front)))
    return failure();
  CompiledModel model;
  auto signature = readSignature(module);
  if (failed(signature))
    return failure();
  model.signature = std::move(*signature);
  std::vector<SealedLocation> locations;
  if (failed(collectWeights(module, locked, model, locations)))
    return failure();
  if (!locked.vault)
    model.replaceable = findReplaceable(model.signature, replaceable);

  // What the decoder needs has been read; the LLVM dialect has no vaults.
  for (VaultOp vault : llvm::make_early_inc_range(module.getOps<VaultOp>()))
    vault.erase();
  if (failed(run(module, back)) ||
      failed(emitKernels(module, target, locations, model)))
    return failure();
  return model;
}

llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
compileDecoder(const rt::Vault &vault) {
  llvm::LLVMContext context;
  auto module = buildDecoderModule(context, vault);
  if (!module)
    return module.takeError();
  return emitObject(**module, Optimisation::None);
}

} // namespace hwlock
