//===- VaultBridgeTest.cpp ------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Transforms/VaultBridge.h"
#include "FakeMeter.h"
#include "SealedModel.h"
#include "TestProfile.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/IR/Verifier.h"
#include <gtest/gtest.h>

using namespace mlir;
using namespace hwlock;

namespace {

struct VaultBridge : testing::Test {
  VaultBridge() { context.loadDialect<HwlockDialect>(); }

  ElementsAttr bytes(ArrayRef<uint8_t> data) {
    auto type = RankedTensorType::get({int64_t(data.size())},
                                      IntegerType::get(&context, 8));
    return DenseElementsAttr::get(type, data);
  }

  /// Vault and weights of `model` as IR, in a module of its own.
  VaultOp toIR(const test::SealedModel &model) {
    auto vault = rt::readVault(model.vault);
    EXPECT_TRUE(vault);
    module = ModuleOp::create(location);
    builder.setInsertionPointToStart(module->getBody());
    auto op = VaultOp::create(builder, location, "v", Policy::Error,
                              ArrayRef<uint8_t>());
    builder.setInsertionPointToStart(op.getBody());
    for (auto [index, weight] : llvm::enumerate(model.weights)) {
      auto type = RankedTensorType::get({int64_t(weight.sealed.size())},
                                        builder.getI8Type());
      SealedOp::create(
          builder, location, builder.getStringAttr("w" + std::to_string(index)),
          TypeAttr::get(type), builder.getArrayAttr({}),
          OrderAttr::get(&context, OrderKind::RowMajor),
          BytesAttr::get(&context, {}), bytes(weight.sealed),
          weight.tags.empty() ? ElementsAttr() : bytes(weight.tags));
    }
    vaultToIR(*vault, op, builder);
    return op;
  }

  /// A vault for two machines, one of which is bound to precision alone.
  test::SealedModel errorModel() {
    rt::Profile both = test::makeProfile(test::fixedMeasurement(0));
    rt::Profile one =
        test::makeProfile(test::fixedMeasurement(1), layout::sourcePrecision);
    return test::sealModel(rt::Policy::Error, {&both, &one}, {3, 70000});
  }

  MLIRContext context;
  OpBuilder builder{&context};
  Location location = UnknownLoc::get(&context);
  OwningOpRef<ModuleOp> module;
};

TEST_F(VaultBridge, ErrorVaultSurvivesTheRoundTrip) {
  test::SealedModel model = errorModel();
  VaultOp op = toIR(model);
  EXPECT_TRUE(succeeded(verify(*module)));
  EXPECT_EQ(llvm::range_size(op.getBody()->getOps<SlotOp>()), 2);
  auto vault = vaultFromIR(op);
  ASSERT_TRUE(vault) << vault.error().message;
  EXPECT_EQ(rt::writeVault(*vault), model.vault);
}

TEST_F(VaultBridge, GarbageVaultSurvivesTheRoundTrip) {
  rt::Profile profile = test::makeProfile(test::fixedMeasurement());
  test::SealedModel model =
      test::sealModel(rt::Policy::Garbage, {&profile}, {1, 2, 3});
  VaultOp op = toIR(model);
  EXPECT_TRUE(succeeded(verify(*module)));
  EXPECT_FALSE(op.getMacAttr());
  auto vault = vaultFromIR(op);
  ASSERT_TRUE(vault) << vault.error().message;
  EXPECT_EQ(rt::writeVault(*vault), model.vault);
}

TEST_F(VaultBridge, WrongLengthsAreRefusedByName) {
  test::SealedModel model = errorModel();
  auto expectRefused = [&](llvm::StringRef message,
                           llvm::function_ref<void(VaultOp)> breakIt) {
    VaultOp op = toIR(model);
    breakIt(op);
    auto vault = vaultFromIR(op);
    ASSERT_FALSE(vault);
    EXPECT_EQ(vault.error().status, Status::BadInput);
    EXPECT_NE(vault.error().message.find(message), std::string::npos)
        << vault.error().message;
  };
  auto shortBytes = BytesAttr::get(&context, {1, 2, 3});
  auto slot = [](VaultOp op) {
    return *op.getBody()->getOps<SlotOp>().begin();
  };
  expectRefused("identifier of 'v'",
                [&](VaultOp op) { op.setIdAttr(shortBytes); });
  expectRefused("manifest MAC of 'v'", [&](VaultOp op) { op.removeMacAttr(); });
  expectRefused("identifier of 's0'",
                [&](VaultOp op) { slot(op).setIdAttr(shortBytes); });
  expectRefused("wrapped key of 's0'",
                [&](VaultOp op) { slot(op).setWrappedKeyAttr(shortBytes); });
  expectRefused("tag of 's0'", [&](VaultOp op) { slot(op).removeTagAttr(); });
  expectRefused("probe 256 of 's0'", [&](VaultOp op) {
    SmallVector<int32_t> probes(slot(op).getProbes());
    probes.back() = 256;
    slot(op).setProbes(probes);
  });
  expectRefused("identifier of 'w0'", [&](VaultOp op) {
    (*op.getBody()->getOps<SealedOp>().begin()).setIdAttr(shortBytes);
  });
}

TEST_F(VaultBridge, RulesOfTheFormatAreChecked) {
  VaultOp op = toIR(errorModel());
  for (auto slot : llvm::make_early_inc_range(op.getBody()->getOps<SlotOp>()))
    slot.erase();
  auto vault = vaultFromIR(op);
  ASSERT_FALSE(vault);
  EXPECT_NE(vault.error().message.find("slots"), std::string::npos)
      << vault.error().message;
}

} // namespace
