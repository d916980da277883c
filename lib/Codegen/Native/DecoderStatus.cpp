//===- DecoderStatus.cpp - What a status of the decoder means -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/DecoderStatus.h"
#include <algorithm>

using namespace hwlock;

rt::Error hwlock::decoderError(Status status, size_t slots) {
  switch (status) {
  case Status::NotAuthorised:
    return {status,
            "this machine is not authorised: none of the " +
                std::to_string(slots) + " slot(s) of the model opens here",
            "run 'hwlock enroll' on this machine and have the model locked for "
            "the profile it writes"};
  case Status::Corrupt:
    return {status, "the model was changed after it was locked",
            "get an unchanged copy from whoever locked it"};
  case Status::Environment:
    return {status, "the device that the model is bound to cannot be reached",
            ""};
  default:
    return {status, "the vault does not fit the model", ""};
  }
}

size_t hwlock::machineSlots(const rt::Vault &vault) {
  return std::count_if(
      vault.slots.begin(), vault.slots.end(),
      [](const rt::Slot &slot) { return !layout::isOwnerSlot(slot.sources); });
}
