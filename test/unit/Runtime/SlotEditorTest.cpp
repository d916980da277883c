//===- SlotEditorTest.cpp -------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/SlotEditor.h"
#include "FakeMeter.h"
#include "KeyFiles.h"
#include "OpenWith.h"
#include "RepeatingKeys.h"
#include "TestProfile.h"
#include "hwlock/Runtime/Sealer.h"
#include "hwlock/Support/Hex.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::test;

namespace {

/// A model locked for machine 0 and an owner.
struct SlotEditorTest : KeyFiles {
  OwnerPublicKey owner;
  OwnerPrivateKey ownerSecretHalf;
  RepeatingKeys keys{7};

  void SetUp() override {
    KeyFiles::SetUp();
    makeCurveKey("owner");
    auto half = readOwnerPublicKey(path("owner.pub"));
    auto secretHalf = readOwnerPrivateKey(path("owner.pem"));
    ASSERT_TRUE(half && secretHalf);
    owner = std::move(*half);
    ownerSecretHalf = std::move(*secretHalf);
  }

  Vault lock(Policy policy, const OwnerPublicKey *forOwner) {
    Profile profile = machine(0);
    const Profile *profiles[] = {&profile};
    auto sealer = Sealer::create(policy, profiles, 0, keys, {}, forOwner);
    EXPECT_TRUE(sealer);
    auto vault = std::move(*sealer).finish();
    EXPECT_TRUE(vault);
    return *vault;
  }
  Vault lock(Policy policy) { return lock(policy, &owner); }

  SlotEditor edit(const Vault &vault) {
    auto editor = SlotEditor::open(vault, ownerSecretHalf);
    EXPECT_TRUE(editor) << editor.error().message;
    return std::move(*editor);
  }
  static Vault finish(SlotEditor editor) {
    auto vault = std::move(editor).finish();
    EXPECT_TRUE(vault) << vault.error().message;
    return *vault;
  }
  static Profile machine(unsigned model) {
    return makeProfile(fixedMeasurement(model));
  }
  static Opened openOn(unsigned model, const Vault &vault) {
    FakeMeter meter(fixedMeasurement(model));
    return openWith(writeVault(vault), meter);
  }
};

} // namespace

static std::vector<uint8_t> bytesOf(const Slot &slot) {
  std::vector<uint8_t> bytes = writeSlotBody(slot);
  bytes.insert(bytes.end(), slot.tag.begin(), slot.tag.end());
  return bytes;
}

static Status statusOf(const Result<SlotEditor> &editor) {
  return editor ? Status::Ok : editor.error().status;
}

TEST_F(SlotEditorTest, OwnerFindsTheKeyThatTheMachineFinds) {
  for (Policy policy : {Policy::Error, Policy::Garbage}) {
    Vault vault = lock(policy);
    ASSERT_EQ(vault.slots.size(), 2u);
    EXPECT_EQ(vault.slots[1].sources, layout::sourceOwner);
    EXPECT_EQ(ownerOf(vault.slots[1]), owner.id);
    EXPECT_EQ(ownerOf(vault.slots[0]), std::nullopt);
    SlotEditor editor = edit(vault);
    Opened opened = openOn(0, vault);
    ASSERT_EQ(opened.status, Status::Ok);
    EXPECT_TRUE(constantTimeEqual(editor.dataKey().span(), opened.dek));
  }
}

TEST_F(SlotEditorTest, ANewMachineOpensAndTheOthersStayAsTheyAre) {
  Vault before = lock(Policy::Error);
  EXPECT_EQ(openOn(1, before).status, Status::NotAuthorised);
  SlotEditor editor = edit(before);
  ASSERT_TRUE(editor.add(machine(1), 0, {}, keys));
  Vault after = finish(std::move(editor));
  ASSERT_EQ(after.slots.size(), 3u);
  EXPECT_EQ(bytesOf(after.slots[0]), bytesOf(before.slots[0]));
  EXPECT_EQ(bytesOf(after.slots[1]), bytesOf(before.slots[1]));
  EXPECT_NE(after.manifestMac, before.manifestMac);
  EXPECT_EQ(after.id, before.id);
  for (unsigned model : {0, 1}) {
    Opened opened = openOn(model, after);
    EXPECT_EQ(opened.status, Status::Ok) << model;
    EXPECT_EQ(opened.dek, openOn(0, before).dek) << model;
  }
}

TEST_F(SlotEditorTest, ARemovedMachineDoesNotOpenTheNewFile) {
  SlotEditor editor = edit(lock(Policy::Error));
  ASSERT_TRUE(editor.add(machine(1), 0, {}, keys));
  Vault both = finish(std::move(editor));
  SlotEditor again = edit(both);
  ASSERT_TRUE(again.remove(toHex(both.slots[0].id), false));
  Vault one = finish(std::move(again));
  EXPECT_EQ(openOn(0, one).status, Status::NotAuthorised);
  EXPECT_EQ(openOn(1, one).status, Status::Ok);
  // Not revoked: the old file still opens.
  EXPECT_EQ(openOn(0, both).status, Status::Ok);
}

/// The owner's slot is not one of a machine: nothing is tried with it.
TEST_F(SlotEditorTest, OwnerSlotIsNeverOpened) {
  for (Policy policy : {Policy::Error, Policy::Garbage}) {
    Vault vault = lock(policy);
    unsigned asked = 0;
    auto count = [](void *context, uint8_t, const uint8_t *, uint32_t,
                    uint8_t *, uint32_t *) -> int32_t {
      ++*static_cast<unsigned *>(context);
      return int32_t(Status::NotAuthorised);
    };
    HwlockHost host = {count, &asked};
    FakeMeter meter(fixedMeasurement(0));
    EXPECT_EQ(openWith(writeVault(vault), meter, &host).status, Status::Ok);
    EXPECT_EQ(asked, 0u);
  }
}

TEST_F(SlotEditorTest, OnlyTheOwnerEdits) {
  makeCurveKey("other");
  auto other = readOwnerPrivateKey(path("other.pem"));
  ASSERT_TRUE(other);
  EXPECT_EQ(statusOf(SlotEditor::open(lock(Policy::Error), *other)),
            Status::NotAuthorised);
  auto none = SlotEditor::open(lock(Policy::Error, nullptr), ownerSecretHalf);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().status, Status::BadInput);
  EXPECT_EQ(none.error().message,
            "the model has no owner: its slots cannot be changed");
}

/// Otherwise the owner would authenticate what somebody else wrote.
TEST_F(SlotEditorTest, AnEditedVaultIsRefused) {
  Vault vault = lock(Policy::Error);
  SlotEditor editor = edit(vault);
  ASSERT_TRUE(editor.add(machine(1), 0, {}, keys));
  Vault two = finish(std::move(editor));
  for (size_t i = 0; i < two.slots.size(); ++i) {
    Vault changed = two;
    changed.slots[i].wrappedKey[3] ^= 1;
    EXPECT_EQ(statusOf(SlotEditor::open(changed, ownerSecretHalf)),
              Status::Corrupt)
        << i;
    changed = two;
    changed.slots[i].id[0] ^= 1;
    EXPECT_EQ(statusOf(SlotEditor::open(changed, ownerSecretHalf)),
              Status::Corrupt)
        << i;
  }
  Vault without = two;
  without.slots.erase(without.slots.begin());
  EXPECT_EQ(statusOf(SlotEditor::open(without, ownerSecretHalf)),
            Status::Corrupt);
  Vault mac = two;
  mac.manifestMac[31] ^= 0x80;
  EXPECT_EQ(statusOf(SlotEditor::open(mac, ownerSecretHalf)), Status::Corrupt);
}

TEST_F(SlotEditorTest, NamesTheSlotThatCannotBeRemoved) {
  auto remove = [&](SlotEditor &editor, std::string_view id,
                    bool evenOwner = false) {
    auto removed = editor.remove(id, evenOwner);
    return removed ? "removed" : removed.error().message;
  };
  SlotEditor editor = edit(lock(Policy::Error));
  std::string machineSlot = toHex(editor.vault().slots[0].id);
  std::string ownerSlot = toHex(editor.vault().slots[1].id);
  EXPECT_EQ(remove(editor, ""), "the model has no slot ''");
  EXPECT_EQ(remove(editor, "zz"), "the model has no slot 'zz'");
  EXPECT_EQ(remove(editor, machineSlot + "0"),
            "the model has no slot '" + machineSlot + "0'");
  EXPECT_EQ(remove(editor, machineSlot),
            "slot '" + machineSlot +
                "' is the last one of a machine: nobody could open the model");
  EXPECT_EQ(remove(editor, ownerSlot),
            "slot '" + ownerSlot +
                "' is the owner's: without it nobody can change the slots any "
                "more");
  EXPECT_EQ(remove(editor, ownerSlot.substr(0, 8), true), "removed");
  Vault closed = finish(std::move(editor));
  EXPECT_EQ(openOn(0, closed).status, Status::Ok);
  EXPECT_EQ(statusOf(SlotEditor::open(closed, ownerSecretHalf)),
            Status::BadInput);
}

TEST_F(SlotEditorTest, AmbiguousIdentifiersAreRefused) {
  SlotEditor editor = edit(lock(Policy::Error));
  // With 20 slots two of them share their first digit.
  for (unsigned model = 1; model < 20; ++model)
    ASSERT_TRUE(editor.add(machine(model), 0, {}, keys));
  std::string digits;
  for (char digit : std::string("0123456789abcdef")) {
    auto count = std::count_if(
        editor.vault().slots.begin(), editor.vault().slots.end(),
        [&](const Slot &slot) { return toHex(slot.id)[0] == digit; });
    if (count > 1)
      digits = digit;
  }
  ASSERT_FALSE(digits.empty());
  auto removed = editor.remove(digits, false);
  ASSERT_FALSE(removed);
  EXPECT_NE(removed.error().message.find("slots start with"),
            std::string::npos);
}

TEST_F(SlotEditorTest, HoldsUpTo64Slots) {
  SlotEditor editor = edit(lock(Policy::Error));
  for (size_t i = editor.vault().slots.size(); i < layout::maxSlots; ++i)
    ASSERT_TRUE(editor.add(machine(1), 0, {}, keys));
  SlotEditor full = edit(finish(std::move(editor)));
  EXPECT_EQ(openOn(1, full.vault()).status, Status::Ok);
  auto added = full.add(machine(1), 0, {}, keys);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().message,
            "the model would have 65 slots; expected at most 64");
}

TEST_F(SlotEditorTest, GarbageTakesNoSecondClass) {
  SlotEditor editor = edit(lock(Policy::Garbage));
  auto added = editor.add(machine(1), 0, {}, keys);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().status, Status::BadInput);
  EXPECT_NE(added.error().message.find("garbage policy takes one profile"),
            std::string::npos);
  EXPECT_EQ(finish(std::move(editor)).slots.size(), 2u);
}

TEST_F(SlotEditorTest, ProfilesMustHaveTheSources) {
  SlotEditor editor = edit(lock(Policy::Error));
  Profile clock = makeProfile(fixedMeasurement(1), layout::sourceClock);
  auto added = editor.add(clock, layout::cpuSources, {}, keys);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().message,
            "the profile lacks the source precision; it has clock");
  EXPECT_FALSE(editor.add(clock, layout::sourceOwner, {}, keys));
  EXPECT_TRUE(editor.add(clock, 0, {}, keys));
}

TEST_F(SlotEditorTest, MissingRandomBytesAreReported) {
  SlotEditor editor = edit(lock(Policy::Error));
  FailingKeys none;
  auto added = editor.add(machine(1), 0, {}, none);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().status, Status::Environment);
}
