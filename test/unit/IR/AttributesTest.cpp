//===- AttributesTest.cpp -------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/IR/HwlockAttributes.h"
#include "hwlock/IR/HwlockDialect.h"
#include "mlir/IR/Diagnostics.h"
#include <gtest/gtest.h>

using namespace mlir;
using namespace hwlock;

namespace {

struct Attributes : testing::Test {
  Attributes() { context.loadDialect<HwlockDialect>(); }
  MLIRContext context;
};

TEST_F(Attributes, BytesOwnTheirValue) {
  std::vector<uint8_t> value = {0, 1, 255};
  auto bytes = BytesAttr::get(&context, value);
  value[0] = 7;
  EXPECT_EQ(bytes.getValue(), ArrayRef<uint8_t>({0, 1, 255}));
  EXPECT_NE(bytes, BytesAttr::get(&context, value));
}

TEST_F(Attributes, AesIsATransformation) {
  for (auto [bits, code] : {std::pair(128u, layout::transformationAes128),
                            std::pair(256u, layout::transformationAes256)}) {
    Attribute aes = AesAttr::get(&context, bits);
    auto link = dyn_cast<TransformationAttrInterface>(aes);
    ASSERT_TRUE(link);
    EXPECT_EQ(link.getTransformationCode(), code);
    EXPECT_EQ(link.getTransformationName(), "aes");
  }
}

TEST_F(Attributes, OtherAttributesAreNot) {
  EXPECT_FALSE(isa<TransformationAttrInterface>(
      Attribute(OrderAttr::get(&context, OrderKind::RowMajor))));
}

TEST_F(Attributes, AesRefusesOtherKeySizes) {
  ScopedDiagnosticHandler silence(&context, [](Diagnostic &) {});
  Location location = UnknownLoc::get(&context);
  for (unsigned bits : {0u, 127u, 192u, 512u})
    EXPECT_FALSE(AesAttr::getChecked(location, &context, bits));
  EXPECT_TRUE(AesAttr::getChecked(location, &context, 128u));
  EXPECT_TRUE(AesAttr::getChecked(location, &context, 256u));
}

} // namespace
