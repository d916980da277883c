//===- LockModelTest.cpp --------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Locks a model for a made-up CPU and decodes every weight with Core, as a
// locked program does.
//===----------------------------------------------------------------------===//
#include "hwlock/Transforms/LockModel.h"
#include "FakeMeter.h"
#include "RepeatingKeys.h"
#include "SealedModel.h"
#include "TestProfile.h"
#include "hwlock/Transforms/VaultBridge.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinDialect.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/Parser/Parser.h"
#include <gtest/gtest.h>

using namespace mlir;
using namespace hwlock;

namespace {

constexpr char model[] = R"mlir(
module {
  func.func @main() -> (tensor<3xf32>, tensor<2x3xi8>, tensor<2xbf16>,
                        tensor<2xf16>, tensor<2xf64>, tensor<2xi64>) {
    %0 = arith.constant dense<[1.25, -1.5, 7.0]> : tensor<3xf32>
    %1 = arith.constant dense_resource<bytes> : tensor<2x3xi8>
    %2 = arith.constant dense<[1.25, -1.5]> : tensor<2xbf16>
    %3 = arith.constant dense<[1.25, -1.5]> : tensor<2xf16>
    %4 = arith.constant dense<[1.25, -1.5]> : tensor<2xf64>
    %5 = arith.constant dense<[1, -2]> : tensor<2xi64>
    return %0, %1, %2, %3, %4, %5 : tensor<3xf32>, tensor<2x3xi8>,
        tensor<2xbf16>, tensor<2xf16>, tensor<2xf64>, tensor<2xi64>
  }
  func.func @other() -> (tensor<70001xi8>, tensor<3xf32>) {
    %0 = arith.constant dense_resource<large> : tensor<70001xi8>
    %1 = arith.constant dense<[1.25, -1.5, 7.0]> : tensor<3xf32>
    return %0, %1 : tensor<70001xi8>, tensor<3xf32>
  }
}
{-#
  dialect_resources: { builtin: { bytes: "0x01000000414243444546" } }
#-}
)mlir";

using Bytes = std::vector<uint8_t>;

Bytes bytesOf(ElementsAttr value) {
  ArrayRef<char> raw = *rawBytes(value);
  return {raw.begin(), raw.end()};
}

struct LockModel : testing::Test {
  LockModel() {
    context.loadDialect<arith::ArithDialect, func::FuncDialect>();
    module = parseSourceString<ModuleOp>(model, &context);
    EXPECT_TRUE(module);
    // More than one chunk, and a last chunk that is not full.
    Bytes large = test::patternedWeight(70001);
    DenseResourceElementsHandle::getManagerInterface(&context)
        .getBlobManager()
        .update("large",
                HeapAsmResourceBlob::allocateAndCopyInferAlign<uint8_t>(large));
    module->walk([&](func::ReturnOp op) {
      for (Value value : op.getOperands())
        plain.push_back(bytesOf(cast<ElementsAttr>(
            value.getDefiningOp<arith::ConstantOp>().getValue())));
    });
  }

  LogicalResult lock(rt::Policy policy, bool inPlace = false) {
    auto plan = std::make_shared<LockPlan>();
    plan->options.inPlace = inPlace;
    plan->policy = policy;
    plan->sources = layout::cpuSources;
    plan->profiles.push_back(test::makeProfile(test::fixedMeasurement()));
    plan->keys = &keys;
    PassManager manager(&context);
    buildLockModelPipeline(manager, std::move(plan));
    return manager.run(*module);
  }

  Bytes vaultBytes() {
    auto vault = vaultFromIR(*module->getOps<VaultOp>().begin());
    EXPECT_TRUE(vault);
    return rt::writeVault(*vault);
  }

  /// What the returned values of both functions decode to.
  std::vector<Bytes> decode(const Bytes &vault, const test::DataKey &dek) {
    std::vector<Bytes> decoded;
    SymbolTableCollection symbols;
    module->walk([&](func::ReturnOp op) {
      for (Value value : op.getOperands()) {
        auto unseal = value.getDefiningOp<UnsealOp>();
        auto sealed = symbols.lookupNearestSymbolFrom<SealedOp>(
            unseal, unseal.getWeightAttr());
        auto all =
            sealed->getParentOfType<VaultOp>().getBody()->getOps<SealedOp>();
        auto index = std::distance(all.begin(), llvm::find(all, sealed));
        test::SealedWeight weight;
        weight.sealed = bytesOf(sealed.getCiphertext());
        if (sealed.getTags())
          weight.tags = bytesOf(*sealed.getTags());
        auto result = test::unseal(vault, dek, uint32_t(index), weight);
        EXPECT_EQ(result.status, Status::Ok);
        decoded.push_back(std::move(result.plain));
      }
    });
    return decoded;
  }

  /// Where the bytes of resource `key` lie; null if it has none.
  const char *memoryOf(StringRef key) {
    auto *entry = DenseResourceElementsHandle::getManagerInterface(&context)
                      .getBlobManager()
                      .lookup(key);
    return entry ? entry->getBlob()->getData().data() : nullptr;
  }

  void expectAllDecodes() {
    Bytes vault = vaultBytes();
    test::FakeMeter here;
    test::Opened opened = test::openWith(vault, here);
    ASSERT_EQ(opened.status, Status::Ok);
    EXPECT_EQ(decode(vault, opened.dek), plain);
  }

  MLIRContext context;
  OwningOpRef<ModuleOp> module;
  test::RepeatingKeys keys;
  std::vector<Bytes> plain;
};

TEST_F(LockModel, ErrorPolicyDecodesOnTheAuthorisedMachineOnly) {
  ASSERT_TRUE(succeeded(lock(rt::Policy::Error)));
  Bytes vault = vaultBytes();
  test::FakeMeter here, there(test::fixedMeasurement(1));
  test::Opened opened = test::openWith(vault, here);
  ASSERT_EQ(opened.status, Status::Ok);
  EXPECT_EQ(decode(vault, opened.dek), plain);
  EXPECT_EQ(test::openWith(vault, there).status, Status::NotAuthorised);
}

TEST_F(LockModel, GarbagePolicyDecodesEverywhereAndRightlyHere) {
  ASSERT_TRUE(succeeded(lock(rt::Policy::Garbage)));
  Bytes vault = vaultBytes();
  test::FakeMeter here, there(test::fixedMeasurement(1));
  test::Opened opened = test::openWith(vault, here);
  ASSERT_EQ(opened.status, Status::Ok);
  EXPECT_EQ(decode(vault, opened.dek), plain);

  test::Opened foreign = test::openWith(vault, there);
  ASSERT_EQ(foreign.status, Status::Ok);
  std::vector<Bytes> garbage = decode(vault, foreign.dek);
  ASSERT_EQ(garbage.size(), plain.size());
  for (size_t i = 0; i < plain.size(); ++i)
    EXPECT_NE(garbage[i], plain[i]) << "value " << i;
}

TEST_F(LockModel, InPlaceEncryptsInTheMemoryOfTheResource) {
  const char *memory = memoryOf("large");
  ASSERT_TRUE(memory);
  ASSERT_TRUE(succeeded(lock(rt::Policy::Error, /*inPlace=*/true)));
  auto vault = *module->getOps<VaultOp>().begin();
  EXPECT_TRUE(llvm::any_of(vault.getOps<SealedOp>(), [&](SealedOp sealed) {
    return rawBytes(sealed.getCiphertext())->data() == memory;
  }));
  EXPECT_FALSE(memoryOf("large"));
  expectAllDecodes();
}

TEST_F(LockModel, OtherwiseResourcesKeepTheirBytes) {
  ASSERT_TRUE(succeeded(lock(rt::Policy::Error)));
  ASSERT_TRUE(memoryOf("large"));
  EXPECT_EQ(StringRef(memoryOf("bytes"), 6), "ABCDEF");
}

/// Two weights that are one resource: the first must not spoil the second.
TEST_F(LockModel, InPlaceSparesAResourceWithTwoReaders) {
  auto other = module->lookupSymbol<func::FuncOp>("other");
  auto ret = cast<func::ReturnOp>(other.getBody().front().getTerminator());
  auto first = ret.getOperand(0).getDefiningOp<arith::ConstantOp>();
  auto value = cast<DenseResourceElementsAttr>(first.getValue());
  OpBuilder builder(first);
  auto type = RankedTensorType::get({1, 70001}, builder.getI8Type());
  auto second = arith::ConstantOp::create(
      builder, first.getLoc(),
      DenseResourceElementsAttr::get(type, value.getRawHandle()));
  ret->insertOperands(0, {second});
  other.setFunctionType(
      builder.getFunctionType({}, ret.getOperands().getTypes()));
  plain.insert(plain.end() - 2, bytesOf(value));

  ASSERT_TRUE(succeeded(lock(rt::Policy::Error, /*inPlace=*/true)));
  expectAllDecodes();
}

TEST_F(LockModel, NoPlaintextIsPrinted) {
  ASSERT_TRUE(succeeded(lock(rt::Policy::Error)));
  std::string text;
  llvm::raw_string_ostream(text) << *module;
  EXPECT_EQ(text.find("414243444546"), std::string::npos);
  EXPECT_EQ(text.find("large"), std::string::npos);
  EXPECT_EQ(text.find("1.25"), std::string::npos);
}

TEST_F(LockModel, AFailingRandomGeneratorFailsTheLock) {
  std::string message;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() == DiagnosticSeverity::Error)
      message += diagnostic.str();
  });
  test::FailingKeys none;
  auto plan = std::make_shared<LockPlan>();
  plan->sources = layout::cpuSources;
  plan->profiles.push_back(test::makeProfile(test::fixedMeasurement()));
  plan->keys = &none;
  PassManager manager(&context);
  buildLockModelPipeline(manager, std::move(plan));
  EXPECT_TRUE(failed(manager.run(*module)));
  EXPECT_EQ(message, "no random bytes");
}

} // namespace
