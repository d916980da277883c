//===- EntryPointsTest.cpp - Loader and wrappers of a compiled model ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Hand-written kernels and a decoder that is a C++ function of this file.
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/EntryPoints.h"
#include "hwlock/Codegen/Native/ArenaLayout.h"
#include "hwlock/Codegen/Native/ObjectEmitter.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/SourceMgr.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace llvm;
using Kind = WeightArgument::Kind;

namespace {

// main: out[i] = in[i] * raw[i] + packed[i]; main.pack: packed[i] = w[i] + 1.
constexpr char kernels[] = R"(
define void @main(ptr %x, ptr %raw, ptr %packed, ptr %out, ptr %scratch)
    "hwlock-scratch-bytes"="640" {
  %a = load <4 x float>, ptr %x, align 4
  %b = load <4 x float>, ptr %raw, align 64
  %c = load <4 x float>, ptr %packed, align 64
  %ab = fmul <4 x float> %a, %b
  store <4 x float> %ab, ptr %scratch, align 64
  %t = load <4 x float>, ptr %scratch, align 64
  %r = fadd <4 x float> %t, %c
  store <4 x float> %r, ptr %out, align 4
  ret void
}
define void @main.pack(ptr %w, ptr %out, ptr %scratch)
    "hwlock-scratch-bytes"="64" {
  %a = load <4 x float>, ptr %w, align 64
  %r = fadd <4 x float> %a, splat (float 1.0)
  store <4 x float> %r, ptr %out, align 64
  ret void
}
)";

/// Stands for the decoder: plain = sealed xor key; refuses if the tag is wrong.
int32_t unsealByXor(const uint8_t *dek, uint32_t index, const uint8_t *sealed,
                    const uint8_t *tags, uint8_t *plain, uint64_t size) {
  if (index != 7 || !tags || tags[0] != 'T')
    return 4;
  for (uint64_t i = 0; i < size; ++i)
    plain[i] = sealed[i] ^ dek[0];
  return 0;
}

class EntryPointsTest : public testing::Test {
protected:
  EntryPointsTest() {
    auto type =
        mlir::RankedTensorType::get({4}, mlir::Float32Type::get(&mlirContext));
    mlir::Builder builder(&mlirContext);
    auto name = mlir::FlatSymbolRefAttr::get(&mlirContext, "w");
    signature.weights = {{name, {}, type},
                         {{}, mlir::DenseElementsAttr::get(type, 0.0f), type}};
    ModelFunction main;
    main.name = "main";
    main.inputs = main.outputs = {type};
    main.weights = {{Kind::Raw, 1}, {Kind::Packed, 0}};
    main.packInputs = {0};
    main.packOutputs = {type};
    signature.functions = {main};
  }

  std::unique_ptr<Module> parse(StringRef text) {
    SMDiagnostic diagnostic;
    auto module = parseAssemblyString(text, diagnostic, context);
    EXPECT_TRUE(module) << diagnostic.getMessage().str();
    return module;
  }

  mlir::MLIRContext mlirContext;
  ModelSignature signature;
  LLVMContext context;
  std::vector<SealedLocation> locations = {{7, true}, {}};
};

TEST_F(EntryPointsTest, LoadsAndCalls) {
  auto module = parse(kernels);
  auto sizes = cantFail(addEntryPoints(*module, signature, locations));
  EXPECT_EQ(sizes.scratch, 640u);
  auto object = cantFail(emitObject(*module, Optimisation::Full));

  uint8_t dek[32] = {0x5a};
  alignas(4) uint8_t sealed[17];
  float plain[4] = {1, 2, 3, 4}, clear[4] = {10, 20, 30, 40};
  // Not aligned: a blob lies wherever the file put it.
  for (unsigned i = 0; i < 16; ++i)
    sealed[i + 1] = reinterpret_cast<uint8_t *>(plain)[i] ^ 0x5a;
  char tags[16] = {'T'};

  auto jit = cantFail(orc::LLJITBuilder().create());
  orc::SymbolMap symbols;
  auto define = [&](const char *name, auto *address) {
    symbols[jit->mangleAndIntern(name)] = {orc::ExecutorAddr::fromPtr(address),
                                           JITSymbolFlags::Exported};
  };
  define("__hwlock_blob_0", sealed + 1);
  define("__hwlock_tags_0", tags);
  define("__hwlock_blob_1", clear);
  define("hwlock_unseal", &unsealByXor);
  cantFail(jit->getMainJITDylib().define(orc::absoluteSymbols(symbols)));
  jit->getMainJITDylib().addGenerator(
      cantFail(orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(
          jit->getDataLayout().getGlobalPrefix())));
  cantFail(jit->addObjectFile(std::move(object)));

  alignas(64) uint8_t resident[256], temporary[256], scratch[640];
  ASSERT_LE(sizes.resident, sizeof resident);
  ASSERT_LE(sizes.temporary, sizeof temporary);
  ModelState state{resident, temporary, scratch};
  auto load = cantFail(jit->lookup(entry::loadName))
                  .toPtr<int32_t (*)(ModelState *, uint8_t *)>();
  ASSERT_EQ(load(&state, dek), 0);
  float in[4] = {1, 1, 2, 2}, out[4] = {};
  const void *inputs[] = {in};
  void *outputs[] = {out};
  state.temporary = nullptr;
  cantFail(jit->lookup("__hwlock_call_main"))
      .toPtr<void (*)(ModelState *, const void **, void **)>()(&state, inputs,
                                                               outputs);
  const float expected[4] = {12, 23, 64, 85};
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(out[i], expected[i]);

  // The status of the decoder is what the loader returns.
  tags[0] = 'F';
  EXPECT_EQ(load(&state, dek), 4);
}

TEST_F(EntryPointsTest, NamesAMissingKernel) {
  auto module = parse("define void @other(ptr %s) { ret void }");
  auto sizes = addEntryPoints(*module, signature, locations);
  ASSERT_FALSE(sizes);
  EXPECT_EQ(toString(sizes.takeError()),
            "the compute pipeline left no 'main.pack'");
}

TEST_F(EntryPointsTest, RefusesAKernelOfOtherArity) {
  std::string text = kernels;
  text.replace(text.find("ptr %raw, "), 10, "");
  text.replace(text.find("%b = load <4 x float>, ptr %raw"), 31,
               "%b = load <4 x float>, ptr %x");
  auto module = parse(text);
  auto sizes = addEntryPoints(*module, signature, locations);
  ASSERT_FALSE(sizes);
  EXPECT_EQ(toString(sizes.takeError()),
            "'main' takes 4 arguments, expected 5");
}

} // namespace
