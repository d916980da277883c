//===- ModelSignatureTest.cpp - Functions and weights of a model ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/ModelSignature.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include <gtest/gtest.h>

using namespace hwlock;
using Kind = WeightArgument::Kind;

namespace {

class ModelSignatureTest : public testing::Test {
protected:
  ModelSignatureTest() {
    context.loadDialect<mlir::func::FuncDialect>();
    context.allowUnregisteredDialects();
  }

  mlir::FailureOr<ModelSignature> read(llvm::StringRef text) {
    module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    if (!module)
      return mlir::failure();
    mlir::ScopedDiagnosticHandler handler(&context,
                                          [&](mlir::Diagnostic &diagnostic) {
                                            message = diagnostic.str();
                                            return mlir::success();
                                          });
    return readSignature(*module);
  }

  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  std::string message;
};

} // namespace

TEST_F(ModelSignatureTest, TellsInputsFromWeights) {
  auto signature = read(R"(
    func.func @main(%x: tensor<2x3xf32>,
        %w: tensor<4xf32> {hwlock.weight = @vault::@w0},
        %c: tensor<2xi8> {hwlock.weight = dense<[1, 2]> : tensor<2xi8>},
        %p: tensor<8xf32> {hwlock.packed = 0 : i64})
        -> (tensor<2x3xf32>, tensor<1xi64>) {
      %0 = "test.use"() : () -> tensor<2x3xf32>
      %1 = "test.use"() : () -> tensor<1xi64>
      return %0, %1 : tensor<2x3xf32>, tensor<1xi64>
    }
    func.func @main.pack(%w: tensor<6xf32> {hwlock.weight = @vault::@w1})
        -> tensor<8xf32> {
      %0 = "test.use"() : () -> tensor<8xf32>
      return %0 : tensor<8xf32>
    }
    func.func private @helper() { return }
  )");
  ASSERT_TRUE(mlir::succeeded(signature)) << message;
  ASSERT_EQ(signature->functions.size(), 1u);
  const ModelFunction &main = *signature->find("main");
  EXPECT_EQ(main.inputs.size(), 1u);
  EXPECT_EQ(main.outputs.size(), 2u);
  ASSERT_EQ(main.weights.size(), 3u);
  EXPECT_EQ(main.weights[1].kind, Kind::Raw);
  EXPECT_EQ(main.weights[2].kind, Kind::Packed);
  EXPECT_EQ(main.packOutputs.size(), 1u);
  ASSERT_EQ(signature->weights.size(), 3u);
  EXPECT_TRUE(signature->weights[0].sealed);
  EXPECT_TRUE(signature->weights[1].clear);
  EXPECT_EQ(main.packInputs, std::vector<size_t>{2});
  EXPECT_EQ(signature->find("helper"), nullptr);
}

TEST_F(ModelSignatureTest, WeightOfTwoFunctionsIsOne) {
  auto signature = read(R"(
    func.func @a(%w: tensor<4xf32> {hwlock.weight = @v::@w0}) { return }
    func.func @b(%w: tensor<4xf32> {hwlock.weight = @v::@w0}) { return }
  )");
  ASSERT_TRUE(mlir::succeeded(signature)) << message;
  EXPECT_EQ(signature->weights.size(), 1u);
  EXPECT_EQ(signature->functions.size(), 2u);
}

TEST_F(ModelSignatureTest, RefusesDynamicShapes) {
  EXPECT_TRUE(
      mlir::failed(read("func.func @main(%x: tensor<?xf32>) { return }")));
  EXPECT_NE(message.find("tensor<?xf32>"), std::string::npos) << message;
}
