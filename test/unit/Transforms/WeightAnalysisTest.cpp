//===- WeightAnalysisTest.cpp ---------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinDialect.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include <gtest/gtest.h>

using namespace mlir;
using namespace hwlock;

namespace {

struct RawBytes : testing::Test {
  MLIRContext context;
  RankedTensorType type =
      RankedTensorType::get({4}, IntegerType::get(&context, 8));
};

TEST_F(RawBytes, OfDenseAreItsElements) {
  auto value = DenseElementsAttr::get(type, ArrayRef<int8_t>{1, 2, 3, -4});
  auto bytes = rawBytes(value);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(*bytes, (ArrayRef<char>{1, 2, 3, -4}));
}

TEST_F(RawBytes, OfAResourceAreNotCopied) {
  AsmResourceBlob blob = HeapAsmResourceBlob::allocateAndCopyWithAlign(
      ArrayRef<char>{1, 2, 3, 4}, 8);
  const char *place = blob.getData().data();
  auto value = DenseResourceElementsAttr::get(type, "r", std::move(blob));
  auto bytes = rawBytes(value);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(bytes->data(), place);
}

TEST_F(RawBytes, OfAResourceWithoutABlobAreMissing) {
  auto &manager = DenseResourceElementsHandle::getManagerInterface(&context);
  auto value = DenseResourceElementsAttr::get(type, manager.insert("elided"));
  EXPECT_FALSE(rawBytes(value));
}

} // namespace
