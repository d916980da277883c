//===- ArenaLayoutTest.cpp - Where each weight lives ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/ArenaLayout.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/MLIRContext.h"
#include <gtest/gtest.h>

using namespace hwlock;
using Kind = WeightArgument::Kind;

namespace {

class ArenaLayoutTest : public testing::Test {
protected:
  mlir::RankedTensorType bytes(int64_t count) {
    return mlir::RankedTensorType::get({count}, builder.getI8Type());
  }

  mlir::MLIRContext context;
  mlir::Builder builder{&context};
};

} // namespace

TEST_F(ArenaLayoutTest, EmptyModelNeedsNothing) {
  ArenaLayout layout = layOutArenas({}, {});
  EXPECT_EQ(layout.sizes.resident, 0u);
  EXPECT_EQ(layout.sizes.temporary, 0u);
}

TEST_F(ArenaLayoutTest, WeightsThatAreOnlyPackedAreTemporary) {
  ModelSignature signature;
  signature.weights = {
      {{}, {}, bytes(100)}, {{}, {}, bytes(10)}, {{}, {}, bytes(65)}};
  ModelFunction function;
  function.name = "main";
  function.weights = {{Kind::Packed, 0}, {Kind::Raw, 1}};
  function.packInputs = {0, 2};
  function.packOutputs = {bytes(200)};
  signature.functions = {function};

  ArenaLayout layout = layOutArenas(signature, {});
  EXPECT_FALSE(layout.weights[0].resident);
  EXPECT_TRUE(layout.weights[1].resident);
  EXPECT_FALSE(layout.weights[2].resident);
  EXPECT_EQ(layout.weights[0].offset, 0u);
  EXPECT_EQ(layout.weights[2].offset, 128u);
  EXPECT_EQ(layout.sizes.temporary, 256u);
  EXPECT_EQ(layout.weights[1].offset, 0u);
  EXPECT_EQ(layout.packed[0][0], 64u);
  EXPECT_EQ(layout.sizes.resident, 64u + 256u);
}

TEST_F(ArenaLayoutTest, WeightReadByOneFunctionAndPackedByAnotherIsResident) {
  ModelSignature signature;
  signature.weights = {{{}, {}, bytes(1)}};
  ModelFunction reader, packer;
  reader.weights = {{Kind::Raw, 0}};
  packer.weights = {{Kind::Packed, 0}};
  packer.packInputs = {0};
  packer.packOutputs = {bytes(1)};
  signature.functions = {packer, reader};
  ArenaLayout layout = layOutArenas(signature, {});
  EXPECT_TRUE(layout.weights[0].resident);
  EXPECT_EQ(layout.sizes.temporary, 0u);
}
