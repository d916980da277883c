//===- CInterfaceTest.cpp - Names and types of a model in C ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/CInterface.h"
#include "Signatures.h"
#include <gtest/gtest.h>

using namespace hwlock;

namespace {

class CInterfaceTest : public testing::Test {
protected:
  void add(const char *name, const char *input = "tensor<2xf32>",
           const char *output = "tensor<2xf32>") {
    signature.functions.push_back(functionOf(context, name, input, output));
  }
  /// The C type of an input of MLIR type `element`, or "" if it is refused.
  std::string inC(const std::string &element) {
    signature.functions.clear();
    add("main", ("tensor<2x" + element + ">").c_str());
    auto named = nameInterface(signature, "m");
    if (named)
      return named->functions[0].inputs[0].type;
    EXPECT_EQ(named.error().status, Status::BadInput);
    EXPECT_NE(named.error().message.find("'main'"), std::string::npos);
    return "";
  }

  mlir::MLIRContext context;
  ModelSignature signature;
};

TEST(Identifier, ReplacesWhatCForbids) {
  EXPECT_EQ(toIdentifier("digits"), "digits");
  EXPECT_EQ(toIdentifier("lib.my-model"), "lib_my_model");
  EXPECT_EQ(toIdentifier("3d"), "_3d");
  EXPECT_EQ(toIdentifier(""), "_");
}

TEST_F(CInterfaceTest, MainIsRunAndOthersAreNamed) {
  add("main");
  add("encode.text");
  auto named = nameInterface(signature, "net");
  ASSERT_TRUE(named);
  EXPECT_EQ(named->functions[0].symbol, "net_run");
  EXPECT_EQ(named->functions[1].symbol, "net_run_encode_text");
  EXPECT_EQ(named->functions[0].inputs[0].name, "input0");
  EXPECT_EQ(named->symbols(),
            (std::vector<std::string>{"net_create", "net_create_with",
                                      "net_destroy", "net_message", "net_run",
                                      "net_run_encode_text"}));
}

TEST_F(CInterfaceTest, ElementTypes) {
  EXPECT_EQ(inC("f32"), "float");
  EXPECT_EQ(inC("f64"), "double");
  EXPECT_EQ(inC("f16"), "uint16_t");
  EXPECT_EQ(inC("bf16"), "uint16_t");
  EXPECT_EQ(inC("i1"), "uint8_t");
  EXPECT_EQ(inC("i8"), "int8_t");
  EXPECT_EQ(inC("ui8"), "uint8_t");
  EXPECT_EQ(inC("si16"), "int16_t");
  EXPECT_EQ(inC("i64"), "int64_t");
  EXPECT_EQ(inC("i7"), "");
  EXPECT_EQ(inC("f8E5M2"), "");
  EXPECT_EQ(inC("complex<f32>"), "");
}

TEST_F(CInterfaceTest, NamesThatMeetAreRefused) {
  add("a.b");
  add("a-b");
  auto named = nameInterface(signature, "m");
  ASSERT_FALSE(named);
  EXPECT_EQ(named.error().status, Status::BadInput);
  EXPECT_EQ(named.error().message,
            "functions 'a.b' and 'a-b' would both be 'm_run_a_b' in C");
}

TEST_F(CInterfaceTest, PrefixMustBeAnIdentifier) {
  add("main");
  for (const char *prefix : {"", "_m", "3d", "a-b", "a b", "m\n"}) {
    auto named = nameInterface(signature, prefix);
    ASSERT_FALSE(named) << prefix;
    EXPECT_EQ(named.error().status, Status::Usage);
  }
}

TEST_F(CInterfaceTest, ModelWithoutFunctionsIsRefused) {
  auto named = nameInterface(signature, "m");
  ASSERT_FALSE(named);
  EXPECT_EQ(named.error().status, Status::BadInput);
}

} // namespace
