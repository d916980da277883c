//===- CentredValuesTest.cpp - What adds up to zero over channels ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hwlock/Soft/CentredValues.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include <gtest/gtest.h>

using namespace mlir;
using namespace hwlock;

namespace {

using Numbers = std::vector<double>;

/// Rows of two channels, and what subtracts `part` of the sum of each.
std::string centred(StringRef part, StringRef rest) {
  return (R"mlir(
#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>
#column = affine_map<(d0, d1) -> (d1)>
func.func @f(%x: tensor<?x2xf32>, %e: tensor<?x2xf32>, %e1: tensor<?xf32>)
    -> tensor<?x2xf32> {
  %gain = arith.constant dense<[2.0, -4.0]> : tensor<2xf32>
  %shift = arith.constant dense<[0.5, 8.0]> : tensor<2xf32>
  %part = arith.constant )mlir" +
          part + R"mlir( : f32
  %zero = arith.constant 0.0 : f32
  %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<?xf32>) -> tensor<?xf32>
  %sum = linalg.generic {indexing_maps = [#id, #row],
      iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<?x2xf32>) outs(%i1 : tensor<?xf32>) {
  ^bb0(%in: f32, %out: f32):
    %s = arith.addf %in, %out : f32
    linalg.yield %s : f32
  } -> tensor<?xf32>
  %n = linalg.generic {indexing_maps = [#id, #row, #id],
      iterator_types = ["parallel", "parallel"]}
      ins(%x, %sum : tensor<?x2xf32>, tensor<?xf32>)
      outs(%e : tensor<?x2xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %mean = arith.mulf %s, %part : f32
    %d = arith.subf %in, %mean : f32
    linalg.yield %d : f32
  } -> tensor<?x2xf32>
)mlir" + rest +
          "\n}\n")
      .str();
}

/// `%y` of `%n` and, for each channel, `%gain` and `%shift`.
std::string behind(StringRef body) {
  return (R"mlir(
  %y = linalg.generic {indexing_maps = [#id, #row, #column, #column, #id],
      iterator_types = ["parallel", "parallel"]}
      ins(%n, %sum, %gain, %shift
          : tensor<?x2xf32>, tensor<?xf32>, tensor<2xf32>, tensor<2xf32>)
      outs(%e : tensor<?x2xf32>) {
  ^bb0(%a: f32, %r: f32, %g: f32, %t: f32, %out: f32):
)mlir" + body +
          R"mlir(
    linalg.yield %v : f32
  } -> tensor<?x2xf32>
  return %y : tensor<?x2xf32>)mlir")
      .str();
}

struct CentredValuesTest : testing::Test {
  CentredValuesTest() {
    context.loadDialect<arith::ArithDialect, func::FuncDialect,
                        linalg::LinalgDialect, tensor::TensorDialect>();
  }

  /// What is known of the value that the function of `text` returns.
  const CentredValue *returned(const std::string &text) {
    module = parseSourceString<ModuleOp>(text, &context);
    if (!module) {
      ADD_FAILURE() << "no module:" << text;
      return nullptr;
    }
    function = *module->getOps<func::FuncOp>().begin();
    values.emplace(cast<FunctionOpInterface>(function.getOperation()));
    return values->of(
        function.getBody().front().getTerminator()->getOperand(0));
  }

  MLIRContext context;
  OwningOpRef<ModuleOp> module;
  func::FuncOp function;
  std::optional<CentredValues> values;
};

TEST_F(CentredValuesTest, WhatHasItsMeanSubtracted) {
  const CentredValue *found =
      returned(centred("0.5", "return %n : tensor<?x2xf32>"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->gain, Numbers({1, 1}));
  EXPECT_EQ(found->shift, Numbers({0, 0}));
  EXPECT_EQ(found->map.axis(1), ArrayRef<Digit>({{2, 1}}));
  EXPECT_EQ(found->source, function.getArgument(0));
}

TEST_F(CentredValuesTest, NotWhatHasLessSubtracted) {
  EXPECT_FALSE(returned(centred("0.25", "return %n : tensor<?x2xf32>")));
}

TEST_F(CentredValuesTest, GainAndShiftOfEachChannel) {
  const CentredValue *found = returned(centred("0.5", behind(R"mlir(
    %scaled = arith.divf %a, %r : f32
    %more = arith.mulf %g, %scaled : f32
    %v = arith.subf %t, %more : f32)mlir")));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->gain, Numbers({-2, 4}));
  EXPECT_EQ(found->shift, Numbers({0.5, 8}));
}

TEST_F(CentredValuesTest, ASumOfTwoKeepsEqualGains) {
  const CentredValue *found = returned(centred("0.5", behind(R"mlir(
    %scaled = arith.mulf %a, %r : f32
    %both = arith.addf %scaled, %a : f32
    %v = arith.addf %both, %t : f32)mlir")));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->gain, Numbers({1, 1}));
  EXPECT_EQ(found->shift, Numbers({0.5, 8}));
  // Of other gains nothing is known.
  EXPECT_FALSE(returned(centred("0.5", behind(R"mlir(
    %scaled = arith.mulf %a, %g : f32
    %v = arith.addf %scaled, %a : f32)mlir"))));
}

TEST_F(CentredValuesTest, AFactorOfARowMustComeBeforeAShift) {
  EXPECT_FALSE(returned(centred("0.5", behind(R"mlir(
    %shifted = arith.addf %a, %t : f32
    %v = arith.mulf %shifted, %r : f32)mlir"))));
}

TEST_F(CentredValuesTest, NothingOfWhatIsNotLinear) {
  EXPECT_FALSE(returned(centred("0.5", behind(R"mlir(
    %v = arith.mulf %a, %a : f32)mlir"))));
  EXPECT_FALSE(returned(centred("0.5", behind(R"mlir(
    %v = arith.maximumf %a, %zero : f32)mlir"))));
  // Rounded to fewer bits.
  EXPECT_FALSE(returned(centred("0.5", behind(R"mlir(
    %half = arith.truncf %a : f32 to bf16
    %v = arith.extf %half : bf16 to f32)mlir"))));
}

TEST_F(CentredValuesTest, NothingWhereTheIndexOfAChannelCounts) {
  EXPECT_FALSE(returned(centred("0.5", behind(R"mlir(
    %index = linalg.index 1 : index
    %int = arith.index_cast %index : index to i32
    %number = arith.sitofp %int : i32 to f32
    %v = arith.mulf %a, %number : f32)mlir"))));
  EXPECT_TRUE(returned(centred("0.5", behind(R"mlir(
    %index = linalg.index 0 : index
    %int = arith.index_cast %index : index to i32
    %number = arith.sitofp %int : i32 to f32
    %v = arith.mulf %a, %number : f32)mlir"))));
}

TEST_F(CentredValuesTest, ReshapesMoveTheChannels) {
  const CentredValue *found = returned(R"mlir(
#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>
func.func @f(%x: tensor<6x2xf32>, %e: tensor<6x2xf32>, %e1: tensor<6xf32>)
    -> tensor<2x3x2xf32> {
  %two = arith.constant 2.0 : f32
  %zero = arith.constant 0.0 : f32
  %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<6xf32>) -> tensor<6xf32>
  %sum = linalg.reduce ins(%x : tensor<6x2xf32>) outs(%i1 : tensor<6xf32>)
      dimensions = [1]
      (%in: f32, %out: f32) {
        %s = arith.addf %in, %out : f32
        linalg.yield %s : f32
      }
  %n = linalg.generic {indexing_maps = [#id, #row, #id],
      iterator_types = ["parallel", "parallel"]}
      ins(%x, %sum : tensor<6x2xf32>, tensor<6xf32>)
      outs(%e : tensor<6x2xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %mean = arith.divf %s, %two : f32
    %d = arith.subf %in, %mean : f32
    linalg.yield %d : f32
  } -> tensor<6x2xf32>
  %y = tensor.expand_shape %n [[0, 1], [2]] output_shape [2, 3, 2]
      : tensor<6x2xf32> into tensor<2x3x2xf32>
  return %y : tensor<2x3x2xf32>
}
)mlir");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->map.onAxis(2));
  EXPECT_FALSE(found->map.onAxis(0) || found->map.onAxis(1));
}

} // namespace
