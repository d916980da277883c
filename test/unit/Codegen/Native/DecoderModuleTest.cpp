//===- DecoderModuleTest.cpp - Per-model decoder in LLVM IR ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Vaults sealed for the CPU that runs the test, opened by compiled decoders.
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/DecoderModule.h"
#include "RepeatingKeys.h"
#include "SealedModel.h"
#include "hwlock/Codegen/Native/ObjectEmitter.h"
#include "hwlock/Core/Chains.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/QuietChains.h"
#include "hwlock/Fingerprint/Enrolment.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/Instructions.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::test;
using namespace llvm;
using rt::Policy;

namespace {

/// Exact everywhere, so that the test never depends on a quiet machine.
rt::Profile preciseProfile() {
  rt::Profile profile;
  profile.sources = layout::sourcePrecision;
  hwlock_core_measure_precision(profile.precision.data());
  return profile;
}

rt::Profile otherMachine() {
  rt::Profile profile = preciseProfile();
  profile.precision.data()[3] ^= 1;
  return profile;
}

/// A decoder, compiled and loaded as NativeModel does it.
class Decoder {
public:
  explicit Decoder(const rt::Vault &vault) {
    LLVMContext context;
    auto module = cantFail(buildDecoderModule(context, vault));
    auto object = cantFail(emitObject(*module, Optimisation::None));
    jit = cantFail(orc::LLJITBuilder().create());
    jit->getMainJITDylib().addGenerator(
        cantFail(orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(
            jit->getDataLayout().getGlobalPrefix())));
    cantFail(jit->addObjectFile(std::move(object)));
  }

  Status open(DataKey &dek) {
    return function<int32_t(const HwlockHost *, uint8_t *)>(
        decoder::openName, nullptr, dek.data());
  }
  Status unseal(DataKey &dek, uint32_t index, const SealedWeight &weight,
                std::vector<uint8_t> &plain) {
    plain.assign(weight.sealed.size(), 0xa5);
    return function<int32_t(const uint8_t *, uint32_t, const uint8_t *,
                            const uint8_t *, uint8_t *, uint64_t, uint8_t *)>(
        decoder::unsealName, dek.data(), index, weight.sealed.data(),
        weight.tags.data(), plain.data(), plain.size(), nullptr);
  }

private:
  template <typename Signature, typename... Arguments>
  Status function(const char *name, Arguments... arguments) {
    auto *address = cantFail(jit->lookup(name)).toPtr<Signature *>();
    return static_cast<Status>(address(arguments...));
  }

  std::unique_ptr<orc::LLJIT> jit;
};

rt::Vault vaultOf(const SealedModel &model) {
  auto vault = rt::readVault(model.vault);
  EXPECT_TRUE(vault);
  return *vault;
}

const std::vector<size_t> sizes = {2, 65536, 200001};

class DecoderModuleTest : public testing::TestWithParam<Policy> {};

/// Opens and unseals every weight of `model` here.
void expectOpens(const SealedModel &model) {
  Decoder decoder(vaultOf(model));
  DataKey dek{};
  ASSERT_EQ(decoder.open(dek), Status::Ok);
  std::vector<uint8_t> plain;
  for (uint32_t i = 0; i < model.weights.size(); ++i) {
    EXPECT_EQ(decoder.unseal(dek, i, model.weights[i], plain), Status::Ok);
    EXPECT_EQ(plain, model.weights[i].plain) << "weight " << i;
  }
}

std::string name(const testing::TestParamInfo<Policy> &info) {
  return info.param == Policy::Error ? "Error" : "Garbage";
}

/// Names of the chains that the decoder calls, in order.
std::vector<std::string> chainsOf(const Module &module) {
  std::vector<std::string> chains;
  for (const BasicBlock &block : *module.getFunction("hwlock_measure"))
    for (const Instruction &instruction : block)
      if (auto *call = dyn_cast<CallInst>(&instruction))
        if (call->arg_size() == 2)
          if (auto *chain = dyn_cast<Function>(call->getArgOperand(0)))
            chains.push_back(chain->getName().str());
  return chains;
}

} // namespace

TEST_P(DecoderModuleTest, OpensHere) {
  rt::Profile here = preciseProfile();
  expectOpens(sealModel(GetParam(), {&here}, sizes));
}

INSTANTIATE_TEST_SUITE_P(Policies, DecoderModuleTest,
                         testing::Values(Policy::Error, Policy::Garbage), name);

// Under error only: there the readings of a busy machine are corrected.
TEST(DecoderModule, OpensByTheClock) {
  rt::EnrolmentOptions options;
  auto here = rt::enrol(*rt::thisCpu(), options);
  if (!here)
    GTEST_SKIP() << here.error().message;
  expectOpens(sealModel(Policy::Error, {&*here}, sizes));
}

TEST(DecoderModule, ErrorFailsClosedElsewhere) {
  rt::Profile there = otherMachine();
  SealedModel model = sealModel(Policy::Error, {&there}, sizes);
  DataKey dek{};
  EXPECT_EQ(Decoder(vaultOf(model)).open(dek), Status::NotAuthorised);
  EXPECT_EQ(dek, DataKey{});
}

TEST(DecoderModule, SecondSlotOpens) {
  rt::Profile there = otherMachine(), here = preciseProfile();
  expectOpens(sealModel(Policy::Error, {&there, &here}, sizes));
}

TEST(DecoderModule, GarbageDecodesToSomethingElseElsewhere) {
  rt::Profile there = otherMachine();
  SealedModel model = sealModel(Policy::Garbage, {&there}, sizes);
  Decoder decoder(vaultOf(model));
  DataKey dek{};
  ASSERT_EQ(decoder.open(dek), Status::Ok);
  std::vector<uint8_t> plain;
  ASSERT_EQ(decoder.unseal(dek, 1, model.weights[1], plain), Status::Ok);
  EXPECT_NE(plain, model.weights[1].plain);
}

TEST(DecoderModule, ChangedWeightIsCorrupt) {
  rt::Profile here = preciseProfile();
  SealedModel model = sealModel(Policy::Error, {&here}, sizes);
  Decoder decoder(vaultOf(model));
  DataKey dek{};
  ASSERT_EQ(decoder.open(dek), Status::Ok);
  SealedWeight changed = model.weights[2];
  changed.sealed[150000] ^= 1;
  std::vector<uint8_t> plain;
  EXPECT_EQ(decoder.unseal(dek, 2, changed, plain), Status::Corrupt);
  EXPECT_EQ(plain, std::vector<uint8_t>(plain.size(), 0));
}

TEST(DecoderModule, ChangedManifestIsCorrupt) {
  rt::Profile here = preciseProfile();
  rt::Vault vault = vaultOf(sealModel(Policy::Error, {&here}, sizes));
  vault.weights[0].shape.columns += 1;
  vault.weights[0].sealedSize += 1;
  DataKey dek{};
  EXPECT_EQ(Decoder(vault).open(dek), Status::Corrupt);
}

TEST(DecoderModule, CarriesOnlyTheChainsOfItsVault) {
  rt::Profile here = preciseProfile();
  rt::Vault vault = vaultOf(sealModel(Policy::Error, {&here}, sizes));
  LLVMContext context;
  auto module = cantFail(buildDecoderModule(context, vault));
  EXPECT_TRUE(chainsOf(*module).empty());
  for (const Function &function : *module) {
    if (function.isDeclaration())
      continue;
    bool isEntry = function.getName() == decoder::openName ||
                   function.getName() == decoder::unsealName ||
                   function.getName() == decoder::wipeName;
    EXPECT_EQ(function.hasExternalLinkage(), isEntry)
        << function.getName().str();
  }
}

TEST(DecoderModule, MeasuresInAnOrderOfItsOwn) {
  rt::Vault vault;
  vault.policy = Policy::Garbage;
  vault.slots.resize(1);
  vault.slots[0].sources = layout::sourceClock;
  vault.weights.resize(1);
  vault.weights[0].shape.columns = vault.weights[0].sealedSize = 1;
  vault.weights[0].chain = {layout::transformationAes128};
  LLVMContext context;
  auto order = [&](uint8_t id) {
    vault.id[0] = id;
    return chainsOf(*cantFail(buildDecoderModule(context, vault)));
  };
  auto first = order(1), second = order(2);
  EXPECT_GT(first.size(), 20u);
  EXPECT_NE(first, second);
  EXPECT_EQ(first, order(1)) << "the same for the same vault";
  std::sort(first.begin(), first.end());
  std::sort(second.begin(), second.end());
  EXPECT_EQ(first, second);
}

// A vault may have slots for machines of both architectures.
TEST(DecoderModule, ChainsOfAnotherArchitectureAreAbsent) {
  rt::Profile arm, here = preciseProfile();
  arm.sources = layout::sourceClock;
  for (uint8_t id = core::firstArmChain; id < HWLOCK_MAX_CHAINS; ++id)
    arm.probes.push_back(id);
  arm.symbols = rt::SecretBuffer(std::vector<uint8_t>(arm.probes.size(), 4));
  arm.quietSymbols = rt::SecretBuffer(size_t(core::quietChains().count));
  SealedModel model = sealModel(Policy::Error, {&arm, &here}, sizes);
  LLVMContext context;
  EXPECT_TRUE(
      chainsOf(*cantFail(buildDecoderModule(context, vaultOf(model)))).empty());
  expectOpens(model);

  DataKey dek{};
  SealedModel other = sealModel(Policy::Error, {&arm}, sizes);
  EXPECT_EQ(Decoder(vaultOf(other)).open(dek), Status::NotAuthorised);
}
