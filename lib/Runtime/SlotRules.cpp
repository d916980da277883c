//===- SlotRules.cpp - Which slots a vault may have -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SlotRules.h"
#include "hwlock/Format/Sources.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;

Result<void> rt::checkSources(const Profile &profile,
                              const std::string &subject, uint8_t sources) {
  if (sources & ~layout::machineSources)
    return badInput("unknown source in the mask " + std::to_string(sources));
  if (auto result = checkProfile(profile); !result)
    return result;
  uint8_t missing = sources & ~profile.sources;
  if (!missing)
    return {};
  std::string name = profile.name.empty() ? "" : " ('" + profile.name + "')";
  return badInput(subject + name + " lacks the source " + sourceNames(missing) +
                      "; it has " + sourceNames(profile.sources),
                  "enrol that machine again with all sources, or lock with "
                  "fewer");
}

/// Under garbage, a second slot that can be guessed would let an attacker
/// compare.
static Result<void> checkClassSlots(const Vault &vault) {
  auto count = std::count_if(
      vault.slots.begin(), vault.slots.end(),
      [](const Slot &slot) { return layout::isClassSlot(slot.sources); });
  if (vault.policy == Policy::Error || count <= layout::maxGarbageClassSlots)
    return {};
  return badInput("the garbage policy takes one profile without a device "
                  "source, found " +
                      std::to_string(count),
                  "two slots would let an attacker tell a right key from a "
                  "wrong one; the error policy takes up to " +
                      std::to_string(layout::maxSlots) + " profiles");
}

Result<void> rt::checkSlots(const Vault &vault) {
  if (vault.slots.size() > layout::maxSlots)
    return badInput(
        "the model would have " + std::to_string(vault.slots.size()) +
        " slots; expected at most " + std::to_string(layout::maxSlots));
  return checkClassSlots(vault);
}
