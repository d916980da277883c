//===- DeviceModuleTest.cpp - Devices for models that run under IREE ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls the library as IREE does. test/IREE/test_devices.py has IREE do it.
//===----------------------------------------------------------------------===//
#include "CreateModule.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/HostSources.h"
#include "hwlock/Fingerprint/MachineId.h"
#include <array>
#include <cstring>
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::vm;

namespace {

StringView view(const char *text) { return {text, std::strlen(text)}; }

struct Created {
  VmStatus status;
  VmModule *module;
};

Created create(std::vector<StringPair> parameters = {},
               uint32_t version = dynamicModuleVersion) {
  VmModule *module = nullptr;
  VmStatus status = hwlock_vm_create(version, nullptr, parameters.size(),
                                     parameters.data(), Allocator{}, &module);
  return {status, module};
}

class DeviceModuleTest : public testing::Test {
protected:
  void SetUp() override {
    Created created = create();
    ASSERT_EQ(created.status, VmStatus::Ok);
    module = created.module;
  }
  void TearDown() override { module->destroy(module->self); }

  /// The record that the module answers with.
  std::array<uint8_t, 72> ask(std::span<const uint8_t> item, int32_t source) {
    std::vector<uint8_t> bytes(item.begin(), item.end());
    Buffer buffer = {1, 0, {bytes.data(), bytes.size()}};
    std::array<uint8_t, 72> record{};
    EXPECT_EQ(call(&buffer, &type, source, record), VmStatus::Ok);
    return record;
  }

  VmStatus call(void *object, const RefType *type, int32_t source,
                std::span<uint8_t> record) {
    std::array<uint8_t, 24> arguments{};
    Ref ref = {object, reinterpret_cast<uintptr_t>(type)};
    std::memcpy(arguments.data(), &ref, sizeof ref);
    std::memcpy(arguments.data() + sizeof ref, &source, sizeof source);
    Function function;
    EXPECT_EQ(module->lookupFunction(module->self, Linkage::Export,
                                     view("answer"), nullptr, &function),
              VmStatus::Ok);
    return module->beginCall(module->self, nullptr,
                             {function,
                              {arguments.data(), arguments.size()},
                              {record.data(), record.size()}});
  }

  VmModule *module = nullptr;
  RefType type = {nullptr, view("vm.buffer")};
};

uint32_t word(std::span<const uint8_t> record, size_t at) {
  uint32_t value;
  std::memcpy(&value, record.data() + at, sizeof value);
  return value;
}

TEST_F(DeviceModuleTest, ExportsOneFunction) {
  EXPECT_EQ(module->references, 1);
  StringView name = module->name(module->self);
  EXPECT_EQ(std::string(name.data, name.size), "hwlock");
  EXPECT_EQ(module->signature(module->self).exports, 1u);
  Function function;
  FunctionSignature signature;
  ASSERT_EQ(module->getFunction(module->self, Linkage::ExportOptional, 0,
                                &function, &name, &signature),
            VmStatus::Ok);
  EXPECT_EQ(function.module, module);
  EXPECT_EQ(std::string(name.data, name.size), "answer");
  EXPECT_EQ(std::string(signature.callingConvention.data,
                        signature.callingConvention.size),
            "0ri_IIIIIIIII");
  EXPECT_EQ(module->getFunction(module->self, Linkage::Export, 1, nullptr,
                                nullptr, nullptr),
            VmStatus::NotFound);
  EXPECT_EQ(module->lookupFunction(module->self, Linkage::Export, view("key"),
                                   nullptr, &function),
            VmStatus::NotFound);
}

TEST_F(DeviceModuleTest, AnswersAsTheHostDoes) {
  auto enrolled = rt::enrolItem(layout::sourceMachineId, {});
  if (!enrolled)
    GTEST_SKIP() << enrolled.error().message;
  auto bound = rt::bindMachineId(*enrolled);
  ASSERT_TRUE(bound);
  auto record = ask(bound->binding, layout::sourceMachineId);
  EXPECT_EQ(word(record, 0), uint32_t(Status::Ok));
  ASSERT_EQ(word(record, 4), bound->secret.size());
  EXPECT_EQ(std::memcmp(record.data() + 8, bound->secret.data(),
                        bound->secret.size()),
            0);
}

TEST_F(DeviceModuleTest, SaysWhatCannotBeAsked) {
  const uint8_t item[] = {1, 2, 3};
  testing::internal::CaptureStderr();
  for (int i = 0; i < 2; ++i) {
    auto record = ask(item, layout::sourceClock);
    EXPECT_EQ(word(record, 0), uint32_t(Status::Environment));
    EXPECT_EQ(word(record, 4), 0u);
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "hwlock: error: the source 'clock' cannot be reached from here\n");
}

TEST_F(DeviceModuleTest, RefusesWhatIsNoItem) {
  std::array<uint8_t, 72> record{};
  Buffer buffer = {1, 0, {nullptr, 0}};
  RefType list = {nullptr, view("vm.list")};
  EXPECT_EQ(call(nullptr, nullptr, 4, record), VmStatus::InvalidArgument);
  EXPECT_EQ(call(&buffer, &list, 4, record), VmStatus::InvalidArgument);
  EXPECT_EQ(call(&buffer, &type, 256, record), VmStatus::InvalidArgument);
  EXPECT_EQ(call(&buffer, &type, -1, record), VmStatus::InvalidArgument);
  EXPECT_EQ(call(&buffer, &type, 4, std::span(record).first(71)),
            VmStatus::InvalidArgument);
}

void expectRefused(std::vector<StringPair> parameters, uint32_t version,
                   VmStatus status, const std::string &message) {
  testing::internal::CaptureStderr();
  Created created = create(std::move(parameters), version);
  std::string said = testing::internal::GetCapturedStderr();
  EXPECT_EQ(created.status, status);
  EXPECT_EQ(created.module, nullptr);
  EXPECT_NE(said.find(message), std::string::npos) << said;
}

TEST(CreateModuleTest, RefusesAnotherVersionOfDynamicModules) {
  for (uint32_t version : {0u, 2u})
    expectRefused({}, version, VmStatus::Incompatible,
                  "expected version 1 of dynamic modules, found " +
                      std::to_string(version));
}

TEST(CreateModuleTest, RefusesParametersThatItCannotUse) {
  expectRefused({{view("tpm"), view("x")}}, 1, VmStatus::InvalidArgument,
                "unknown parameter 'tpm'");
  expectRefused({{view("plugin"), view("/nonexistent.so")}}, 1,
                VmStatus::InvalidArgument, "cannot load the plug-in");
}

} // namespace
