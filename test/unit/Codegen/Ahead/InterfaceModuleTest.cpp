//===- InterfaceModuleTest.cpp - What a compiled model exports ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loads the generated object; the loader is functions of this file.
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/InterfaceModule.h"
#include "Signatures.h"
#include "hwlock/Codegen/Native/ObjectEmitter.h"
#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Verifier.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace llvm;

namespace {

int32_t loaderRun(const aot::Model *model, void *scratch, uint64_t function,
                  const void *const *inputs, void *const *outputs) {
  return *static_cast<const int32_t *>(inputs[0]) +
         *static_cast<int32_t *>(outputs[0]) + 1000 * int32_t(function) +
         (model || scratch ? 1 : 0);
}
int32_t loaderCreate(const aot::Descriptor *descriptor, const HwlockHost *host,
                     aot::Model **) {
  return int32_t(descriptor->scratchBytes) + (host ? 100 : 0);
}
void loaderDestroy(aot::Model *) {}
uint64_t loaderMessage(const aot::Descriptor *, int32_t status, char *,
                       uint64_t size) {
  return status + size;
}
int32_t load(ModelState *, uint8_t *) { return 0; }
void call(ModelState *, const void *const *, void *const *) {}

class InterfaceModuleTest : public testing::Test {
protected:
  void SetUp() override {
    ModelSignature signature;
    signature.functions = {
        functionOf(mlirContext, "main", "tensor<2x3xf32>", "tensor<7xi64>"),
        functionOf(mlirContext, "other", "tensor<f64>", "tensor<1xi1>")};
    auto interface = nameInterface(signature, "net");
    ASSERT_TRUE(interface);
    auto module = buildInterfaceModule(context, *interface, {11, 22, 33},
                                       /*vault=*/nullptr, 0x55);
    ASSERT_FALSE(verifyModule(*module, &errs()));
    auto object = emitObject(*module, Optimisation::Full);
    ASSERT_TRUE(bool(object)) << toString(object.takeError());
    jit = cantFail(orc::LLJITBuilder().create());
    orc::SymbolMap symbols;
    auto define = [&](const char *name, auto *function) {
      symbols[jit->mangleAndIntern(name)] = {
          orc::ExecutorAddr::fromPtr(function), JITSymbolFlags::Exported};
    };
    define("hwlock_loader_create", loaderCreate);
    define("hwlock_loader_run", loaderRun);
    define("hwlock_loader_destroy", loaderDestroy);
    define("hwlock_loader_message", loaderMessage);
    define(entry::loadName, load);
    define("__hwlock_call_main", call);
    define("__hwlock_call_other", call);
    cantFail(jit->getMainJITDylib().define(orc::absoluteSymbols(symbols)));
    cantFail(jit->addObjectFile(std::move(*object)));
  }

  template <typename T> T *symbol(const char *name) {
    return cantFail(jit->lookup(name)).toPtr<T *>();
  }

  mlir::MLIRContext mlirContext;
  LLVMContext context;
  std::unique_ptr<orc::LLJIT> jit;
};

TEST_F(InterfaceModuleTest, DescriptorHasTheLayoutOfTheHeader) {
  const auto &found = *symbol<aot::Descriptor>(aot::descriptorName);
  EXPECT_EQ(found.version, aot::version);
  EXPECT_EQ(found.protection, uint32_t(aot::Protection::None));
  EXPECT_STREQ(found.name, "net");
  EXPECT_EQ(found.slotCount, 0u);
  EXPECT_EQ(found.cpuFeatures, 0x55u);
  EXPECT_EQ(found.residentBytes, 11u);
  EXPECT_EQ(found.temporaryBytes, 22u);
  EXPECT_EQ(found.scratchBytes, 33u);
  EXPECT_EQ(found.create, &loaderCreate);
  EXPECT_EQ(found.run, &loaderRun);
  EXPECT_EQ(found.destroy, &loaderDestroy);
  EXPECT_EQ(found.message, &loaderMessage);
  EXPECT_EQ(found.open, nullptr);
  EXPECT_EQ(found.load, &load);
  ASSERT_EQ(found.functionCount, 2u);
  const aot::Function &main = found.functions[0];
  EXPECT_STREQ(main.name, "main");
  EXPECT_EQ(main.entry, &call);
  ASSERT_EQ(main.inputCount, 1u);
  EXPECT_STREQ(main.inputs[0].element, "f32");
  ASSERT_EQ(main.inputs[0].rank, 2u);
  EXPECT_EQ(main.inputs[0].shape[1], 3);
  EXPECT_EQ(main.outputs[0].bytes, 56u);
  EXPECT_EQ(found.functions[1].inputs[0].rank, 0u);
}

TEST_F(InterfaceModuleTest, FunctionsHandTheirArgumentsOn) {
  int32_t in = 20, out = 3;
  auto *run = symbol<int32_t(void *, void *, const void *, void *)>("net_run");
  EXPECT_EQ(run(nullptr, nullptr, &in, &out), 23);
  EXPECT_EQ(run(&in, nullptr, &in, &out), 24);
  EXPECT_EQ(run(nullptr, &in, &in, &out), 24);
  auto *other =
      symbol<int32_t(void *, void *, const void *, void *)>("net_run_other");
  EXPECT_EQ(other(nullptr, nullptr, &in, &out), 1023);
  EXPECT_EQ(symbol<int32_t(void *)>("net_create")(nullptr), 33);
  HwlockHost host = {};
  EXPECT_EQ(
      (symbol<int32_t(void *, void *)>("net_create_with")(&host, nullptr)),
      133);
  EXPECT_EQ(symbol<uint64_t(int32_t, char *, uint64_t)>("net_message")(
                4, nullptr, 100),
            104u);
}

} // namespace
