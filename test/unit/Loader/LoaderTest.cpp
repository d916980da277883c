//===- LoaderTest.cpp - Run time inside a compiled model ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "FakeModel.h"
#include "hwlock/Core/CpuFeatureMask.h"
#include <gtest/gtest.h>

using namespace hwlock;

namespace {

class LoaderTest : public testing::Test {
protected:
  Status create() {
    return Status(hwlock_loader_create(&fake.descriptor, nullptr, &model));
  }
  Status run(const int32_t *input, int32_t *output, void *scratch = nullptr,
             uint64_t function = 0) {
    const void *inputs[] = {input};
    void *outputs[] = {output};
    return Status(hwlock_loader_run(model, scratch, function, inputs, outputs));
  }
  ~LoaderTest() override { hwlock_loader_destroy(model); }

  FakeModel fake;
  aot::Model *model = nullptr;
  int32_t input = 100, output = 0;
};

TEST_F(LoaderTest, OpensLoadsAndRuns) {
  ASSERT_EQ(create(), Status::Ok);
  EXPECT_EQ(FakeModel::key, 42);
  ASSERT_EQ(run(&input, &output), Status::Ok);
  EXPECT_EQ(output, 142);
}

TEST_F(LoaderTest, HandsAlignedMemoryToKernels) {
  ASSERT_EQ(create(), Status::Ok);
  ASSERT_EQ(run(&input, &output), Status::Ok);
  for (uint8_t *memory : {FakeModel::resident, FakeModel::scratch})
    EXPECT_EQ(reinterpret_cast<uintptr_t>(memory) % kArenaAlignment, 0u);
}

TEST_F(LoaderTest, ModelThatIsNotLockedIsNotOpened) {
  fake.descriptor.open = nullptr;
  ASSERT_EQ(create(), Status::Ok);
  EXPECT_EQ(FakeModel::key, 0);
}

TEST_F(LoaderTest, FailuresAreHandedOnAndLeaveNoModel) {
  FakeModel::openStatus = Status::NotAuthorised;
  model = reinterpret_cast<aot::Model *>(&fake);
  EXPECT_EQ(create(), Status::NotAuthorised);
  EXPECT_EQ(model, nullptr);
  EXPECT_EQ(FakeModel::resident, nullptr) << "loaded though not opened";
  FakeModel::openStatus = Status::Ok;
  FakeModel::loadStatus = Status::Corrupt;
  EXPECT_EQ(create(), Status::Corrupt);
  EXPECT_EQ(model, nullptr);
}

TEST_F(LoaderTest, CpuIsCheckedBeforeAnythingIsMeasured) {
  uint64_t missing = ~core::hostFeatureMask();
  fake.descriptor.cpuFeatures = missing & -missing;
  FakeModel::openStatus = Status::NotAuthorised;
  EXPECT_EQ(create(), Status::Environment);
  fake.descriptor.cpuFeatures = core::hostFeatureMask();
  FakeModel::openStatus = Status::Ok;
  EXPECT_EQ(create(), Status::Ok);
}

TEST_F(LoaderTest, TooLittleMemoryIsAnError) {
  fake.descriptor.residentBytes = uint64_t(1) << 60;
  EXPECT_EQ(create(), Status::Environment);
  fake.descriptor.residentBytes = 4;
  fake.descriptor.temporaryBytes = uint64_t(1) << 60;
  EXPECT_EQ(create(), Status::Environment);
  EXPECT_EQ(model, nullptr);
}

TEST_F(LoaderTest, CallersScratchIsUsed) {
  ASSERT_EQ(create(), Status::Ok);
  alignas(64) uint8_t mine[128];
  ASSERT_EQ(run(&input, &output, mine), Status::Ok);
  EXPECT_EQ(FakeModel::scratch, mine);
}

TEST_F(LoaderTest, WrongArgumentsAreRefused) {
  EXPECT_EQ(hwlock_loader_create(&fake.descriptor, nullptr, nullptr),
            int32_t(Status::Usage));
  EXPECT_EQ(run(&input, &output), Status::Usage) << "no model";
  ASSERT_EQ(create(), Status::Ok);
  alignas(64) uint8_t mine[128];
  EXPECT_EQ(run(&input, &output, mine + 1), Status::Usage);
  EXPECT_EQ(run(&input, &output, nullptr, 1), Status::Usage);
  EXPECT_EQ(run(nullptr, &output), Status::Usage);
  EXPECT_EQ(run(&input, nullptr), Status::Usage);
  EXPECT_EQ(hwlock_loader_run(model, nullptr, 0, nullptr, nullptr),
            int32_t(Status::Usage));
  EXPECT_EQ(output, 0);
}

} // namespace
