//===- VaultEditorTest.cpp ------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Transforms/VaultEditor.h"
#include "FakeMeter.h"
#include "KeyFiles.h"
#include "RepeatingKeys.h"
#include "SealedModel.h"
#include "TestProfile.h"
#include "hwlock/Transforms/LockModel.h"
#include "hwlock/Transforms/VaultBridge.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinDialect.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"

using namespace mlir;
using namespace hwlock;

namespace {

constexpr char model[] = R"mlir(
func.func @main() -> (tensor<3xf32>, tensor<2x3xi8>, tensor<2x2xbf16>) {
  %0 = arith.constant dense<[1.25, -1.5, 7.0]> : tensor<3xf32>
  %1 = arith.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi8>
  %2 = arith.constant dense<[[1.25, -1.5], [2.0, 3.0]]> : tensor<2x2xbf16>
  return %0, %1, %2 : tensor<3xf32>, tensor<2x3xi8>, tensor<2x2xbf16>
}
)mlir";

using Bytes = std::vector<uint8_t>;

Bytes bytesOf(ElementsAttr value) {
  ArrayRef<char> raw = *rawBytes(value);
  return {raw.begin(), raw.end()};
}

/// A model that is locked for machine 0 and an owner.
struct VaultEditor : test::KeyFiles {
  void SetUp() override {
    KeyFiles::SetUp();
    makeCurveKey("owner");
    auto key = rt::readOwnerPrivateKey(path("owner.pem"));
    ASSERT_TRUE(key);
    owner = std::move(*key);
    context.loadDialect<arith::ArithDialect, func::FuncDialect>();
  }

  void lock(rt::Policy policy) {
    module = parseSourceString<ModuleOp>(model, &context);
    ASSERT_TRUE(module);
    plain.clear();
    module->walk([&](arith::ConstantOp op) {
      plain.push_back(bytesOf(cast<ElementsAttr>(op.getValue())));
    });
    auto plan = std::make_shared<LockPlan>();
    plan->policy = policy;
    plan->sources = layout::cpuSources;
    plan->profiles.push_back(test::makeProfile(test::fixedMeasurement(0)));
    auto half = rt::publicHalf(owner);
    ASSERT_TRUE(half);
    plan->owner = std::move(*half);
    plan->keys = &keys;
    PassManager manager(&context);
    buildLockModelPipeline(manager, std::move(plan));
    ASSERT_TRUE(succeeded(manager.run(*module)));
  }

  VaultOp vaultOp() { return *findVault(*module); }
  rt::Vault vault() {
    auto read = vaultFromIR(vaultOp());
    EXPECT_TRUE(read);
    return *read;
  }

  rt::Result<void> relockFor(unsigned machine) {
    RelockOptions options;
    options.profiles.push_back(
        test::makeProfile(test::fixedMeasurement(machine)));
    options.sources = layout::cpuSources;
    options.keys = &keys;
    return relock(vaultOp(), owner, options);
  }

  test::Opened openOn(unsigned machine) {
    test::FakeMeter meter(test::fixedMeasurement(machine));
    return test::openWith(rt::writeVault(vault()), meter);
  }

  /// What the weights decode to on `machine`, in the order of the model.
  std::vector<Bytes> decodeOn(unsigned machine) {
    Bytes bytes = rt::writeVault(vault());
    test::Opened opened = openOn(machine);
    EXPECT_EQ(opened.status, Status::Ok);
    std::vector<Bytes> decoded;
    for (SealedOp sealed : vaultOp().getBody()->getOps<SealedOp>()) {
      test::SealedWeight weight;
      weight.sealed = bytesOf(sealed.getCiphertext());
      if (sealed.getTags())
        weight.tags = bytesOf(*sealed.getTags());
      auto result =
          test::unseal(bytes, opened.dek, uint32_t(decoded.size()), weight);
      EXPECT_EQ(result.status, Status::Ok);
      decoded.push_back(std::move(result.plain));
    }
    return decoded;
  }

  MLIRContext context;
  OwningOpRef<ModuleOp> module;
  rt::OwnerPrivateKey owner;
  test::RepeatingKeys keys;
  std::vector<Bytes> plain;
};

} // namespace

TEST_F(VaultEditor, RelockedModelsDecodeOnTheNewMachineAlone) {
  lock(rt::Policy::Error);
  EXPECT_EQ(decodeOn(0), plain);
  ASSERT_TRUE(relockFor(1));
  EXPECT_TRUE(succeeded(verify(*module)));
  EXPECT_EQ(decodeOn(1), plain);
  EXPECT_EQ(openOn(0).status, Status::NotAuthorised);
}

TEST_F(VaultEditor, RelockKeepsThePolicyGarbage) {
  lock(rt::Policy::Garbage);
  ASSERT_TRUE(relockFor(1));
  EXPECT_TRUE(succeeded(verify(*module)));
  EXPECT_EQ(vault().policy, rt::Policy::Garbage);
  EXPECT_EQ(decodeOn(1), plain);
  std::vector<Bytes> wrong = decodeOn(0);
  for (size_t i = 0; i < plain.size(); ++i)
    EXPECT_NE(wrong[i], plain[i]) << i;
}

/// Above all the data key: a key that somebody noted is worth nothing.
TEST_F(VaultEditor, RelockDrawsEverythingAnew) {
  lock(rt::Policy::Error);
  rt::Vault before = vault();
  test::DataKey noted = openOn(0).dek;
  ASSERT_TRUE(relockFor(0));
  rt::Vault after = vault();
  EXPECT_NE(openOn(0).dek, noted);
  EXPECT_NE(after.id, before.id);
  ASSERT_EQ(after.slots.size(), before.slots.size());
  for (size_t i = 0; i < after.slots.size(); ++i)
    EXPECT_NE(after.slots[i].id, before.slots[i].id);
  ASSERT_EQ(after.weights.size(), before.weights.size());
  for (size_t i = 0; i < after.weights.size(); ++i) {
    EXPECT_NE(after.weights[i].id, before.weights[i].id);
    EXPECT_EQ(after.weights[i].chain, before.weights[i].chain);
  }
  // The owner can do it again.
  EXPECT_TRUE(relockFor(1));
}

TEST_F(VaultEditor, AChangedWeightIsNotLockedAgain) {
  lock(rt::Policy::Error);
  SealedOp sealed = *vaultOp().getBody()->getOps<SealedOp>().begin();
  Bytes bytes = bytesOf(sealed.getCiphertext());
  bytes[1] ^= 1;
  sealed.setCiphertextAttr(
      DenseElementsAttr::get(cast<ShapedType>(sealed.getCiphertext().getType()),
                             ArrayRef<uint8_t>(bytes)));
  auto done = relockFor(1);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().status, Status::Corrupt);
}

TEST_F(VaultEditor, ModulesHaveOneVault) {
  auto empty = parseSourceString<ModuleOp>("module {}", &context);
  auto none = findVault(*empty);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, "the model is not locked");
  lock(rt::Policy::Error);
  Operation *copy = vaultOp()->clone();
  SymbolTable(*module).insert(copy);
  auto two = findVault(*module);
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error().message, "the model has 2 vaults, expected one");
}
