//===- ObjectEmitterTest.cpp - LLVM IR to an object file in memory --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/ObjectEmitter.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/SourceMgr.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace llvm;

namespace {

std::unique_ptr<Module> parse(LLVMContext &context, StringRef text) {
  SMDiagnostic diagnostic;
  auto module = parseAssemblyString(text, diagnostic, context);
  EXPECT_TRUE(module) << diagnostic.getMessage().str();
  return module;
}

} // namespace

TEST(KernelTarget, WidthFollowsFeatures) {
  KernelTarget target;
  EXPECT_EQ(target.vectorBits(), 128u);
  target.features = {"avx2"};
  EXPECT_EQ(target.vectorBits(), 128u) << "without fma";
  target.features = {"avx2", "fma"};
  EXPECT_EQ(target.vectorBits(), 256u);
  target.features = {"avx2", "fma", "avx512f"};
  EXPECT_EQ(target.vectorBits(), 256u) << "without the other parts of AVX-512";
  target.features = {"avx512bw", "avx512dq", "avx512f", "avx512vl"};
  EXPECT_EQ(target.vectorBits(), 512u);
}

TEST(KernelTarget, HostHasTheBaseline) {
  EXPECT_TRUE(KernelTarget::host().has("sse2"));
}

TEST(ObjectEmitter, OnlyKernelsGetFeatures) {
  LLVMContext context;
  auto module = parse(context, R"(
    declare void @outside()
    define void @kernel() { ret void }
  )");
  setKernelFeatures(*module, {{"avx2", "fma"}});
  EXPECT_EQ(module->getFunction("kernel")
                ->getFnAttribute("target-features")
                .getValueAsString(),
            "+avx2,+fma");
  EXPECT_FALSE(
      module->getFunction("outside")->hasFnAttribute("target-features"));
}

TEST(ObjectEmitter, EmitsElfForX8664) {
  LLVMContext context;
  auto module = parse(context, R"(
    @blob = external global i8
    define ptr @where() { ret ptr @blob }
  )");
  auto buffer = cantFail(emitObject(*module, Optimisation::None));
  auto object = cantFail(
      object::ObjectFile::createELFObjectFile(buffer->getMemBufferRef()));
  EXPECT_EQ(object->getArch(), Triple::x86_64);
  // A blob may be further away than 2 GiB: only through the GOT.
  bool viaGot = false;
  for (const object::SectionRef &section : object->sections())
    for (const object::RelocationRef &relocation : section.relocations()) {
      SmallString<32> type;
      relocation.getTypeName(type);
      viaGot |= type.str().contains("GOTPCREL");
    }
  EXPECT_TRUE(viaGot);
}

TEST(ObjectEmitter, FunctionsOfOtherFeaturesLiveTogether) {
  // The decoder has AES variants for several CPUs in one module; code
  // generation must neither fail on them nor merge them into the baseline.
  LLVMContext context;
  auto module = parse(context, R"(
    declare <8 x i64> @llvm.x86.aesni.aesenc.512(<8 x i64>, <8 x i64>)
    define void @wide(ptr %p) "target-features"="+avx512f,+vaes" {
      %v = load <8 x i64>, ptr %p
      %r = call <8 x i64> @llvm.x86.aesni.aesenc.512(<8 x i64> %v, <8 x i64> %v)
      store <8 x i64> %r, ptr %p
      ret void
    }
    define void @entry(ptr %p, i1 %has) {
      br i1 %has, label %yes, label %no
    yes:
      call void @wide(ptr %p)
      br label %no
    no:
      ret void
    }
  )");
  auto buffer = emitObject(*module, Optimisation::Full);
  ASSERT_TRUE(static_cast<bool>(buffer));
  EXPECT_TRUE(module->getFunction("wide"));
}
