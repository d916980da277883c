//===- FixturesTest.cpp ---------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The frozen files of test/fixtures: this version reads them, opens them with
// the measurement they were locked to, and finds the weights of model.mlir.
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include "SealedModel.h"
#include "TestProfile.h"
#include "hwlock/Support/File.h"
#include "hwlock/Tools/Registration.h"
#include "hwlock/Transforms/VaultBridge.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include <gtest/gtest.h>

using namespace mlir;
using namespace hwlock;

namespace {

using Bytes = std::vector<uint8_t>;

std::string pathOf(const std::string &name) {
  return HWLOCK_FIXTURES "/version-2/" + name;
}

Bytes readBytes(const std::string &name) {
  auto bytes = rt::readFile(pathOf(name));
  if (bytes)
    return *bytes;
  ADD_FAILURE() << bytes.error().message;
  return {};
}

Bytes bytesOf(ElementsAttr value) {
  ArrayRef<char> raw = *rawBytes(value);
  return {raw.begin(), raw.end()};
}

/// The name of a policy and the suffix of a file.
class LockedFixture
    : public testing::TestWithParam<std::tuple<const char *, const char *>> {
protected:
  LockedFixture() {
    DialectRegistry registry;
    registerAllDialects(registry);
    context.appendDialectRegistry(registry);
  }

  OwningOpRef<ModuleOp> read(const std::string &name) {
    return parseSourceFile<ModuleOp>(pathOf(name), &context);
  }
  std::string policy() const { return std::get<0>(GetParam()); }
  std::string file() const { return policy() + std::get<1>(GetParam()); }

  /// The constants of model.mlir.
  std::vector<Bytes> plaintext() {
    std::vector<Bytes> plain;
    auto model = read("model.mlir");
    model->walk([&](arith::ConstantOp constant) {
      plain.push_back(bytesOf(cast<ElementsAttr>(constant.getValue())));
    });
    return plain;
  }

  MLIRContext context;
};

} // namespace

INSTANTIATE_TEST_SUITE_P(Version2, LockedFixture,
                         testing::Combine(testing::Values("error", "garbage"),
                                          testing::Values(".mlir", ".mlirbc")));

TEST_P(LockedFixture, HoldsTheVaultBitByBit) {
  auto module = read(file());
  ASSERT_TRUE(module);
  auto vault = vaultFromIR(*module->getOps<VaultOp>().begin());
  ASSERT_TRUE(vault) << vault.error().message;
  Bytes bytes = readBytes(policy() + ".vault");
  EXPECT_EQ(rt::writeVault(*vault), bytes);
  auto again = rt::readVault(bytes);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(rt::writeVault(*again), bytes);
}

TEST_P(LockedFixture, UnsealsToThePlaintext) {
  auto module = read(file());
  ASSERT_TRUE(module);
  Bytes vault = readBytes(policy() + ".vault");
  test::FakeMeter here, elsewhere(test::fixedMeasurement(5));
  test::Opened opened = test::openWith(vault, here);
  ASSERT_EQ(opened.status, Status::Ok);

  std::vector<Bytes> unsealed;
  module->walk([&](SealedOp sealed) {
    test::SealedWeight weight;
    weight.sealed = bytesOf(sealed.getCiphertext());
    if (sealed.getTags())
      weight.tags = bytesOf(*sealed.getTags());
    auto result =
        test::unseal(vault, opened.dek, uint32_t(unsealed.size()), weight);
    EXPECT_EQ(result.status, Status::Ok);
    unsealed.push_back(result.plain);
  });
  EXPECT_EQ(unsealed.size(), 2u);
  EXPECT_EQ(unsealed, plaintext());
  EXPECT_NE(test::openWith(vault, elsewhere).dek, opened.dek);
}

TEST(ErrorFixture, OpensOnEachOfItsMachines) {
  Bytes vault = readBytes("error.vault");
  test::FakeMeter first(test::fixedMeasurement(0)),
      second(test::fixedMeasurement(1)), third(test::fixedMeasurement(2));
  test::Opened opened = test::openWith(vault, first);
  EXPECT_EQ(opened.status, Status::Ok);
  EXPECT_EQ(test::openWith(vault, second).dek, opened.dek);
  EXPECT_EQ(test::openWith(vault, third).status, Status::NotAuthorised);
}

TEST(ProfileFixture, IsReadAndWrittenBitByBit) {
  auto profile = rt::readProfileFile(pathOf("device.hwp"));
  ASSERT_TRUE(profile) << profile.error().message;
  Bytes bytes = readBytes("device.hwp");
  EXPECT_TRUE(rt::constantTimeEqual(rt::writeProfile(*profile).span(), bytes));
  EXPECT_TRUE(rt::constantTimeEqual(
      rt::writeProfile(test::makeProfile(test::fixedMeasurement())).span(),
      bytes));
}
