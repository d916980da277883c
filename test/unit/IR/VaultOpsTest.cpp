//===- VaultOpsTest.cpp ---------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/IR/HwlockOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/IR/Verifier.h"
#include <gtest/gtest.h>

using namespace mlir;
using namespace hwlock;

namespace {

struct VaultOps : testing::Test {
  VaultOps() { context.loadDialect<HwlockDialect>(); }

  RankedTensorType tensor(ArrayRef<int64_t> shape, Type element) {
    return RankedTensorType::get(shape, element);
  }

  MLIRContext context;
  OpBuilder builder{&context};
  Location location = UnknownLoc::get(&context);
};

TEST_F(VaultOps, SealedBytesRoundsElementsUpToBytes) {
  EXPECT_EQ(plainBytes(tensor({3, 5}, builder.getF32Type())), 60u);
  EXPECT_EQ(plainBytes(tensor({3, 5}, builder.getBF16Type())), 30u);
  EXPECT_EQ(plainBytes(tensor({3}, builder.getI1Type())), 3u);
  EXPECT_EQ(plainBytes(tensor({3}, builder.getIntegerType(12))), 6u);
  EXPECT_EQ(plainBytes(tensor({}, builder.getF64Type())), 8u);
}

TEST_F(VaultOps, SealedBytesRefusesWhatCannotBeSealed) {
  EXPECT_FALSE(plainBytes(tensor({3}, builder.getIntegerType(4))));
  EXPECT_FALSE(plainBytes(tensor({3}, builder.getIndexType())));
  EXPECT_FALSE(plainBytes(tensor({0, 3}, builder.getF32Type())));
  EXPECT_FALSE(
      plainBytes(tensor({ShapedType::kDynamic}, builder.getF32Type())));
}

TEST_F(VaultOps, SealedBytesRefusesSizesBeyondASignedExtent) {
  int64_t large = int64_t(1) << 62;
  EXPECT_EQ(plainBytes(tensor({large}, builder.getI8Type())), uint64_t(large));
  EXPECT_FALSE(plainBytes(tensor({large, 2}, builder.getI8Type())));
  EXPECT_FALSE(plainBytes(tensor({large, large}, builder.getI8Type())));
}

TEST_F(VaultOps, BuilderMakesAVaultThatVerifiesOnceItHasASlot) {
  std::vector<uint8_t> id(layout::vaultIdBytes, 1);
  OwningOpRef<VaultOp> vault =
      VaultOp::create(builder, location, "v", Policy::Garbage, id);
  EXPECT_TRUE(vault->isPrivate());
  EXPECT_EQ(vault->getId().getValue(), ArrayRef<uint8_t>(id));
  EXPECT_FALSE(vault->getMac());
  {
    ScopedDiagnosticHandler silence(&context, [](Diagnostic &) {});
    EXPECT_TRUE(failed(verify(*vault)));
  }
  builder.setInsertionPointToStart(vault->getBody());
  std::vector<uint8_t> slotId(layout::slotIdBytes), key(layout::keyBytes);
  SlotOp::create(builder, location, "s", BytesAttr::get(&context, slotId),
                 Sources::Clock, ArrayRef<int32_t>(),
                 BytesAttr::get(&context, {}), BytesAttr(),
                 BytesAttr::get(&context, key), BytesAttr());
  EXPECT_TRUE(succeeded(verify(*vault)));
}

} // namespace
