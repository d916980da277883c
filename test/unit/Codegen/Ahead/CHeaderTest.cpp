//===- CHeaderTest.cpp - The C header of a compiled model -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// That compilers accept it is tested with the examples.
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/CHeader.h"
#include "Signatures.h"
#include "hwlock/Support/Status.h"
#include <gtest/gtest.h>

using namespace hwlock;

namespace {

testing::AssertionResult has(const std::string &text, const std::string &part) {
  if (text.find(part) != std::string::npos)
    return testing::AssertionSuccess();
  return testing::AssertionFailure() << "no '" << part << "' in\n" << text;
}

std::string headerOf(const ModelSignature &signature, const ArenaSizes &sizes) {
  auto interface = nameInterface(signature, "net");
  EXPECT_TRUE(interface);
  std::string text;
  llvm::raw_string_ostream stream(text);
  writeHeader(stream, *interface, sizes);
  return text;
}

TEST(CHeader, DeclaresFunctionsWithShapesAndSizes) {
  mlir::MLIRContext context;
  ModelSignature signature;
  signature.functions = {
      functionOf(context, "main", "tensor<2x3xf32>", "tensor<2xi64>"),
      functionOf(context, "mask", "tensor<bf16>", "tensor<4xi1>")};
  std::string text = headerOf(signature, {640, 64, 128});
  EXPECT_TRUE(has(text, "int32_t net_run(const net_model *model, void "
                        "*scratch,\n    const float *input0,\n"
                        "    int64_t *output0);"));
  EXPECT_TRUE(has(text, "input0: float, shape (2, 3)\n"));
  EXPECT_TRUE(has(text, "output0: int64_t, shape (2,)\n"));
  EXPECT_TRUE(has(text, "input0: uint16_t, shape (), bits of bfloat16"));
  EXPECT_TRUE(has(text, "output0: uint8_t, shape (4,), 0 or 1"));
  EXPECT_TRUE(has(text, "NET_RUN_INPUT0_ELEMENTS ((size_t)6)"));
  EXPECT_TRUE(has(text, "NET_RUN_MASK_OUTPUT0_ELEMENTS ((size_t)4)"));
  EXPECT_TRUE(has(text, "NET_SCRATCH_BYTES ((size_t)128)"));
  EXPECT_TRUE(has(text, "NET_WEIGHT_BYTES ((size_t)640)"));
}

TEST(CHeader, StatusCodesAreThoseOfThisProgram) {
  mlir::MLIRContext context;
  ModelSignature signature;
  signature.functions = {
      functionOf(context, "main", "tensor<2xf32>", "tensor<2xf32>")};
  std::string text = headerOf(signature, {});
  auto isCode = [&](const char *name, Status status) {
    EXPECT_TRUE(has(text, name + (" = " + std::to_string(int(status)))));
  };
  isCode("NET_OK", Status::Ok);
  isCode("NET_USAGE", Status::Usage);
  isCode("NET_BAD_INPUT", Status::BadInput);
  isCode("NET_NOT_AUTHORISED", Status::NotAuthorised);
  isCode("NET_CORRUPT", Status::Corrupt);
  isCode("NET_ENVIRONMENT", Status::Environment);
}

} // namespace
