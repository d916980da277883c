//===- SlotEditor.cpp - Change who may open a model -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/SlotEditor.h"
#include "SlotRules.h"
#include "SlotWriter.h"
#include "hwlock/Support/Hex.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;

using DataKey = SecretBytes<layout::keyBytes>;

static bool isOwnerSlot(const Slot &slot) {
  return layout::isOwnerSlot(slot.sources);
}

static const std::vector<uint8_t> &ownerItem(const Slot &slot) {
  assert(isOwnerSlot(slot) && slot.items.size() == 1 && "see checkVault()");
  return slot.items.front().bytes;
}

std::optional<KeyId> rt::ownerOf(const Slot &slot) {
  if (!isOwnerSlot(slot) || ownerItem(slot).size() != ownerItemBytes)
    return std::nullopt;
  KeyId id;
  std::copy_n(ownerItem(slot).begin(), id.size(), id.begin());
  return id;
}

static Result<DataKey> openSlot(const Vault &vault, const Slot &slot,
                                const OwnerPrivateKey &owner) {
  auto secret = ownerSecret(ownerItem(slot), owner);
  if (!secret)
    return secret.error();
  std::array<SourceSecret, 1> secrets = {
      SourceSecret{layout::sourceOwner, std::move(*secret)}};
  return unwrapKey(vault, secrets, slot);
}

static Result<void> checkManifest(const Vault &vault, const DataKey &dek) {
  if (vault.policy == Policy::Garbage)
    return {};
  auto mac = manifestMac(vault, dek);
  if (!mac)
    return mac.error();
  if (constantTimeEqual(*mac, vault.manifestMac))
    return {};
  return Error{Status::Corrupt,
               "the slots or weights of the model were changed after it was "
               "locked",
               "get an unchanged copy"};
}

/// The slot of `owner`, or else any owner's, or null.
static const Slot *findOwnerSlot(const Vault &vault,
                                 const OwnerPrivateKey &owner) {
  const Slot *found = nullptr;
  for (const Slot &slot : vault.slots)
    if (isOwnerSlot(slot) && (!found || ownerOf(slot) == owner.id))
      found = &slot;
  return found;
}

Result<SlotEditor> SlotEditor::open(Vault vault, const OwnerPrivateKey &owner) {
  const Slot *slot = findOwnerSlot(vault, owner);
  if (!slot)
    return badInput("the model has no owner: its slots cannot be changed",
                    "lock it again with --owner");
  auto dek = openSlot(vault, *slot, owner);
  if (!dek)
    return dek.error();
  if (auto genuine = checkManifest(vault, *dek); !genuine)
    return genuine.error();
  return SlotEditor(std::move(vault), std::move(*dek));
}

Result<void> SlotEditor::add(const Profile &profile, uint8_t sources,
                             const BindOptions &binding, KeyProvider &keys) {
  if (auto valid = checkSources(profile, "the profile", sources); !valid)
    return valid;
  auto slot = makeSlot(edited, profile, sources ? sources : profile.sources,
                       binding, dek, keys);
  if (!slot)
    return slot.error();
  edited.slots.push_back(std::move(*slot));
  auto allowed = checkSlots(edited);
  if (!allowed)
    edited.slots.pop_back();
  return allowed;
}

Result<void> SlotEditor::remove(std::string_view id, bool evenOwner) {
  auto matches = [&](const Slot &slot) {
    return toHex(slot.id).starts_with(id);
  };
  auto all = std::count_if(edited.slots.begin(), edited.slots.end(), matches);
  std::string name(id);
  if (all == 0 || id.empty())
    return badInput("the model has no slot '" + name + "'",
                    "'hwlock slot list' shows the identifiers");
  if (all > 1)
    return badInput(std::to_string(all) + " slots start with '" + name + "'",
                    "give more digits");
  auto slot = std::find_if(edited.slots.begin(), edited.slots.end(), matches);
  if (isOwnerSlot(*slot) && !evenOwner)
    return badInput("slot '" + name +
                        "' is the owner's: without it nobody can "
                        "change the slots any more",
                    "add --force if that is what you want");
  auto machines = std::count_if(
      edited.slots.begin(), edited.slots.end(),
      [](const Slot &candidate) { return !isOwnerSlot(candidate); });
  if (!isOwnerSlot(*slot) && machines == 1)
    return badInput("slot '" + name +
                        "' is the last one of a machine: nobody "
                        "could open the model",
                    "add the slot of another machine first");
  edited.slots.erase(slot);
  return {};
}

Result<Vault> SlotEditor::finish() && {
  if (auto valid = checkVault(edited); !valid)
    return valid.error();
  if (auto done = authenticate(dek, edited); !done)
    return done.error();
  return std::move(edited);
}
