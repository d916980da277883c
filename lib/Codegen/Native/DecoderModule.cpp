//===- DecoderModule.cpp - Per-model decoder in LLVM IR -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/DecoderModule.h"
#include "hwlock/Codegen/Native/CoreBitcode.h"
#include "hwlock/Codegen/Native/DefineFunction.h"
#include "hwlock/Core/Chains.h"
#include "hwlock/Core/Measurement.h"
#include "hwlock/Core/QuietChains.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/Transforms/IPO/GlobalDCE.h"
#include "llvm/Transforms/IPO/Internalize.h"
#include <algorithm>
#include <random>
#include <set>

using namespace llvm;

namespace hwlock {
namespace {

/// The chains that at least one slot of `vault` needs. A garbage slot names
/// none: it uses the published quiet list.
std::vector<uint8_t> chainsOf(const rt::Vault &vault) {
  std::set<uint8_t> chains;
  for (const rt::Slot &slot : vault.slots)
    chains.insert(slot.probes.begin(), slot.probes.end());
  if (vault.policy == rt::Policy::Garbage) {
    auto quiet = core::quietChains();
    chains.insert(quiet.ids, quiet.ids + quiet.count);
  }
  return {chains.begin(), chains.end()};
}

/// Shuffles by the vault's id, so that two models do not measure in the same
/// order. The order hides nothing: it is there so that a patch that works on
/// one model does not work on the next.
void shuffleForModel(std::vector<uint8_t> &chains, const rt::Vault &vault) {
  std::seed_seq seed(vault.id.begin(), vault.id.end());
  std::mt19937 random(seed);
  // Not std::shuffle, whose result differs between standard libraries.
  for (size_t i = chains.size(); i > 1; --i)
    std::swap(chains[i - 1], chains[random() % i]);
}

class DecoderBuilder {
public:
  DecoderBuilder(Module &module, const rt::Vault &vault)
      : module(module), vault(vault), builder(module.getContext()),
        i32(builder.getInt32Ty()), i64(builder.getInt64Ty()),
        ptr(builder.getPtrTy()) {}

  Error build() {
    addVault();
    if (Error error = addMeasure())
      return error;
    if (Error error = addOpen())
      return error;
    if (Error error = addUnseal())
      return error;
    return addWipe();
  }

private:
  /// A function of Core that must be there.
  Expected<Function *> core(StringRef name) {
    Function *function = module.getFunction(name);
    if (!function || function->isDeclaration())
      return createStringError("the embedded decoder library has no '" + name +
                               "'");
    return function;
  }

  Function *define(StringRef name, Type *result, ArrayRef<Type *> arguments) {
    return defineFunction(builder, module, name, result, arguments);
  }

  void addVault() {
    std::vector<uint8_t> bytes = rt::writeVault(vault);
    vaultSize = bytes.size();
    auto *data =
        ConstantDataArray::get(module.getContext(), ArrayRef<uint8_t>(bytes));
    vaultBytes = new GlobalVariable(
        module, data->getType(), /*isConstant=*/true,
        GlobalValue::InternalLinkage, data, decoder::vaultName);
    vaultBytes->setAlignment(Align(16));
    vaultBytes->setSection(decoder::vaultSection);
  }

  /// void (ptr context, i32 attempt, ptr out): HwlockMeasureFn.
  Error addMeasure() {
    auto measureChain = core("hwlock_core_measure_chain");
    if (!measureChain)
      return measureChain.takeError();
    auto measurePrecision = core("hwlock_core_measure_precision");
    if (!measurePrecision)
      return measurePrecision.takeError();

    std::vector<uint8_t> chains = chainsOf(vault);
    shuffleForModel(chains, vault);
    measure = define("hwlock_measure", builder.getVoidTy(), {ptr, i32, ptr});
    measure->setLinkage(GlobalValue::InternalLinkage);
    Value *out = measure->getArg(2);
    builder.CreateMemSet(out, builder.getInt8(0), sizeof(HwlockMeasurement),
                         Align(4));
    for (uint8_t id : chains) {
      const core::ChainInfo *info = core::chainInfo(id);
      // Of a slot for AArch64: absent here, as the zero above says.
      if (!info)
        continue;
      auto chain = core(("hwlock_core_chain_" + Twine(info->name)).str());
      if (!chain)
        return chain.takeError();
      Value *cycles =
          builder.CreateCall(*measureChain, {*chain, builder.getInt32(id)});
      builder.CreateStore(cycles, builder.CreateConstGEP1_32(i32, out, id));
    }
    builder.CreateCall(
        *measurePrecision,
        {builder.CreateConstGEP1_32(builder.getInt8Ty(), out,
                                    offsetof(HwlockMeasurement, precision))});
    builder.CreateRetVoid();
    return Error::success();
  }

  Error addOpen() {
    auto coreOpen = core("hwlock_core_open");
    if (!coreOpen)
      return coreOpen.takeError();
    Function *open = define(decoder::openName, i32, {ptr, ptr});
    builder.CreateRet(builder.CreateCall(
        *coreOpen, {vaultBytes, builder.getInt64(vaultSize), measure,
                    ConstantPointerNull::get(cast<PointerType>(ptr)),
                    open->getArg(0), open->getArg(1)}));
    return Error::success();
  }

  Error addUnseal() {
    auto coreUnseal = core("hwlock_core_unseal");
    if (!coreUnseal)
      return coreUnseal.takeError();
    Function *unseal =
        define(decoder::unsealName, i32, {ptr, i32, ptr, ptr, ptr, i64, ptr});
    SmallVector<Value *> arguments = {vaultBytes, builder.getInt64(vaultSize)};
    for (Argument &argument : unseal->args())
      arguments.push_back(&argument);
    builder.CreateRet(builder.CreateCall(*coreUnseal, arguments));
    return Error::success();
  }

  Error addWipe() {
    auto coreWipe = core("hwlock_core_wipe");
    if (!coreWipe)
      return coreWipe.takeError();
    Function *wipe = define(decoder::wipeName, builder.getVoidTy(), {ptr, i64});
    builder.CreateCall(*coreWipe, {wipe->getArg(0), wipe->getArg(1)});
    builder.CreateRetVoid();
    return Error::success();
  }

  Module &module;
  const rt::Vault &vault;
  IRBuilder<> builder;
  Type *i32, *i64, *ptr;
  GlobalVariable *vaultBytes = nullptr;
  uint64_t vaultSize = 0;
  Function *measure = nullptr;
};

/// Functions that `root` may reach.
DenseSet<const Value *> reachableFrom(const Function *root) {
  DenseSet<const Value *> seen = {root};
  SmallVector<const Value *> worklist = {root};
  auto visit = [&](const User &user) {
    for (const Value *operand : user.operand_values())
      if (isa<Constant>(operand) && seen.insert(operand).second)
        worklist.push_back(operand);
  };
  while (!worklist.empty()) {
    const Value *value = worklist.pop_back_val();
    if (auto *function = dyn_cast<Function>(value))
      for (const Instruction &instruction : instructions(function))
        visit(instruction);
    else
      visit(*cast<User>(value));
  }
  return seen;
}

/// Opening happens once: its code is generated fast rather than generated well,
/// which halves the time to the first answer. Probe chains are assembly and
/// stay the same instructions either way.
void optimiseUnsealOnly(Module &module) {
  auto hot = reachableFrom(module.getFunction(decoder::unsealName));
  for (Function &function : module) {
    if (function.isDeclaration() || hot.contains(&function))
      continue;
    function.removeFnAttr(Attribute::AlwaysInline);
    function.addFnAttr(Attribute::NoInline);
    function.addFnAttr(Attribute::OptimizeNone);
  }
}

} // namespace

Expected<std::unique_ptr<Module>> buildDecoderModule(LLVMContext &context,
                                                     const rt::Vault &vault) {
  auto module = parseBitcodeFile(coreBitcode(), context);
  if (!module)
    return module.takeError();
  (*module)->setModuleIdentifier("hwlock decoder");
  if (Error error = DecoderBuilder(**module, vault).build())
    return error;

  StringSet<> kept;
  kept.insert(decoder::openName);
  kept.insert(decoder::unsealName);
  kept.insert(decoder::wipeName);
  internalizeModule(**module, [&](const GlobalValue &value) {
    return kept.contains(value.getName());
  });
  ModuleAnalysisManager analyses;
  GlobalDCEPass().run(**module, analyses);
  optimiseUnsealOnly(**module);
  return std::move(*module);
}

} // namespace hwlock
