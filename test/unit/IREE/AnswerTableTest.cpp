//===- AnswerTableTest.cpp - Answers of the host, for the decoder ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AnswerTable.h"
#include "hwlock/Support/Status.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/TargetSelect.h"
#include <cstring>
#include <gtest/gtest.h>

using namespace hwlock;
using namespace llvm;

namespace {

rt::SlotItem item(uint8_t source, std::vector<uint8_t> bytes) {
  return {source, std::move(bytes)};
}

rt::Slot slot(uint8_t sources, std::vector<rt::SlotItem> items) {
  rt::Slot slot;
  slot.sources = sources;
  slot.items = std::move(items);
  return slot;
}

/// A class, two devices of which one has two items, and an owner.
rt::Vault makeVault() {
  rt::Vault vault;
  vault.slots = {
      slot(layout::sourcePrecision, {}),
      slot(layout::sourceMachineId | layout::sourceTpm2,
           {item(layout::sourceMachineId, {1, 2, 3}),
            item(layout::sourceTpm2, {4, 5, 6, 7})}),
      slot(layout::sourceOwner, {item(layout::sourceOwner, {8, 9})}),
      slot(layout::sourcePlugin, {item(layout::sourcePlugin, {1, 2, 3})}),
  };
  return vault;
}

TEST(DeviceItemsTest, AreThoseOfDevicesInTheOrderOfTheVault) {
  rt::Vault vault = makeVault();
  ASSERT_TRUE(rt::checkVault(vault));
  std::vector<uint8_t> bytes = rt::writeVault(vault);
  auto items = iree::deviceItems(bytes);
  ASSERT_EQ(items.size(), 3u);
  const rt::SlotItem *expected[] = {&vault.slots[1].items[0],
                                    &vault.slots[1].items[1],
                                    &vault.slots[3].items[0]};
  for (auto [found, wanted] : zip_equal(items, expected)) {
    EXPECT_EQ(found.source, wanted->source);
    EXPECT_EQ(found.bytes, ArrayRef(wanted->bytes));
    EXPECT_EQ(found.bytes.data(), bytes.data() + found.offset);
  }
}

/// The callback over the vault's bytes, compiled for this machine.
class AnswerTableTest : public testing::Test {
protected:
  void SetUp() override {
    InitializeNativeTarget();
    InitializeNativeTargetAsmPrinter();
    auto context = std::make_unique<LLVMContext>();
    auto module = std::make_unique<Module>("answers", *context);
    bytes = rt::writeVault(makeVault());
    items = iree::deviceItems(bytes);
    auto *data = ConstantDataArray::get(*context, bytes);
    auto *vault =
        new GlobalVariable(*module, data->getType(), true,
                           GlobalValue::ExternalLinkage, data, "vault");
    auto *function = iree::defineAnswers(*module, *vault, items);
    function->setLinkage(GlobalValue::ExternalLinkage);
    std::string name = function->getName().str();
    jit = cantFail(orc::LLJITBuilder().create());
    cantFail(jit->addIRModule({std::move(module), std::move(context)}));
    ask = cantFail(jit->lookup(name)).toPtr<HwlockSecretFn>();
    here = cantFail(jit->lookup("vault")).toPtr<const uint8_t *>();
    for (size_t i = 0; i < items.size(); ++i) {
      table.push_back(int64_t(i + 1) << 32);
      for (int64_t word = 1; word < iree::answerWords; ++word)
        table.push_back(int64_t(100 * i + word));
    }
  }

  Status call(const uint8_t *at) {
    return Status(ask(table.data(), 0, at, 0, secret, &size));
  }

  std::vector<uint8_t> bytes;
  SmallVector<iree::DeviceItem> items;
  std::vector<int64_t> table;
  std::unique_ptr<orc::LLJIT> jit;
  HwlockSecretFn ask = nullptr;
  const uint8_t *here = nullptr;
  uint8_t secret[HWLOCK_MAX_SECRET_BYTES];
  uint32_t size = 0;
};

TEST_F(AnswerTableTest, FindsAnItemByItsPlaceWhateverTheOrder) {
  for (size_t i : {2u, 0u, 1u, 0u}) {
    ASSERT_EQ(call(here + items[i].offset), Status::Ok);
    EXPECT_EQ(size, i + 1);
    EXPECT_EQ(
        std::memcmp(secret, &table[i * iree::answerWords + 1], sizeof secret),
        0);
  }
}

TEST_F(AnswerTableTest, PassesOnWhyThereIsNoSecret) {
  table[iree::answerWords] = int64_t(Status::NotAuthorised);
  EXPECT_EQ(call(here + items[1].offset), Status::NotAuthorised);
  EXPECT_EQ(call(here + items[0].offset), Status::Ok);
}

TEST_F(AnswerTableTest, CannotAskForWhatItDoesNotKnow) {
  EXPECT_EQ(call(here), Status::Environment);
  EXPECT_EQ(call(here + items[0].offset + 1), Status::Environment);
}

} // namespace
