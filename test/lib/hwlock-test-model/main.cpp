//===- main.cpp - Write a model of any size -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// usage: hwlock-test-model OUT.mlir|OUT.mlirbc LAYERS WIDTH. A vector of WIDTH
// floats goes through LAYERS square matrices, whose elements are made up but
// always the same. For tests and measurements of big models.
//===----------------------------------------------------------------------===//
#include "hwlock/Tools/Registration.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/IR/BuiltinDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

static std::string textOf(unsigned layers, int64_t width) {
  std::string vector = llvm::formatv("tensor<1x{0}xf32>", width);
  std::string text = llvm::formatv("func.func @main(%x: {0}) -> {0} {{\n"
                                   "%zero = arith.constant 0.0 : f32\n"
                                   "%empty = tensor.empty() : {0}\n",
                                   vector);
  llvm::raw_string_ostream os(text);
  std::string last = "%x";
  for (unsigned i = 0; i < layers; ++i) {
    os << llvm::formatv(
        "%w{0} = arith.constant dense_resource<w{0}> : tensor<{1}x{1}xf32>\n"
        "%f{0} = linalg.fill ins(%zero : f32) outs(%empty : {2}) -> {2}\n"
        "%y{0} = linalg.matmul ins({3}, %w{0} : {2}, tensor<{1}x{1}xf32>)\n"
        "    outs(%f{0} : {2}) -> {2}\n",
        i, width, vector, last);
    last = llvm::formatv("%y{0}", i);
  }
  os << "return " << last << " : " << vector << "\n}\n";
  return text;
}

/// Between -1/64 and 1/64: products of many layers stay finite.
static AsmResourceBlob makeWeight(uint64_t count, uint64_t seed) {
  AsmResourceBlob blob =
      HeapAsmResourceBlob::allocate(count * sizeof(float), 64);
  auto *floats = reinterpret_cast<float *>(blob.getMutableData().data());
  for (uint64_t i = 0, state = seed + 1; i < count; ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    floats[i] = float(int32_t(state)) / float(int64_t(1) << 37);
  }
  return blob;
}

static bool write(ModuleOp module, StringRef path) {
  std::error_code error;
  llvm::raw_fd_ostream out(path, error);
  if (error)
    return false;
  if (!path.ends_with(".mlirbc"))
    module.print(out);
  else if (failed(writeBytecodeToFile(module, out)))
    return false;
  out.close();
  return !out.has_error();
}

int main(int argc, char **argv) {
  unsigned layers = 0;
  int64_t width = 0;
  if (argc != 4 || !llvm::to_integer(argv[2], layers) ||
      !llvm::to_integer(argv[3], width) || width < 2) {
    llvm::errs() << "usage: hwlock-test-model OUT LAYERS WIDTH\n";
    return 1;
  }
  DialectRegistry registry;
  hwlock::registerAllDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  auto module = parseSourceString<ModuleOp>(textOf(layers, width), &context);
  if (!module)
    return 1;
  auto &blobs = DenseResourceElementsHandle::getManagerInterface(&context)
                    .getBlobManager();
  for (unsigned i = 0; i < layers; ++i)
    blobs.update(("w" + llvm::Twine(i)).str(),
                 makeWeight(uint64_t(width) * uint64_t(width), i));
  if (write(*module, argv[1]))
    return 0;
  llvm::errs() << "cannot write '" << argv[1] << "'\n";
  return 1;
}
