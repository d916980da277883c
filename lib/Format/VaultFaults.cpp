//===- VaultFaults.cpp - Words for what is wrong with a vault -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "VaultFaults.h"
#include "hwlock/Core/Measurement.h"
#include "hwlock/Support/ByteStream.h"

using namespace hwlock;
using namespace hwlock::rt;
using core::VaultFault;

static std::string number(uint64_t value) { return std::to_string(value); }

static std::string faultText(VaultFault fault) {
  switch (fault) {
  case VaultFault::None:
    break;
  case VaultFault::Magic:
    return "is not a vault: it does not start with 'hwvault'";
  case VaultFault::Version:
    return "is of another version";
  case VaultFault::Truncated:
    return "is truncated";
  case VaultFault::Policy:
    return "has an unknown policy; expected 0 (error) or 1 (garbage)";
  case VaultFault::Reserved:
  case VaultFault::SlotReserved:
  case VaultFault::WeightReserved:
    return "has a reserved byte that is not zero";
  case VaultFault::SlotCount:
    return "does not have 1 to " + number(layout::maxSlots) +
           " slots of which one is not an owner's";
  case VaultFault::SlotSources:
    return "names no source or an unknown one";
  case VaultFault::SlotProbeCount:
    return "does not have " + number(layout::minProbes) + " to " +
           number(layout::maxProbes) +
           " probes, or under garbage or without the clock source none";
  case VaultFault::SlotProbeOrder:
    return "has probes that are not strictly ascending and below " +
           number(HWLOCK_MAX_CHAINS);
  case VaultFault::SlotBinding:
    return "does not store exactly what its sources need";
  case VaultFault::SlotOwner:
    return "is an owner's and has other sources too";
  case VaultFault::ClassSlots:
    return "has more than " + number(layout::maxGarbageClassSlots) +
           " slot without a device source under garbage";
  case VaultFault::WeightCount:
    return "has more than " + number(layout::maxWeights) + " weights";
  case VaultFault::WeightSize:
    return "has size 0, or a sealed size that its chain does not give";
  case VaultFault::WeightShape:
    return "has rows or elements that do not fill its size";
  case VaultFault::WeightChain:
    return "has a transformation chain that is not allowed";
  case VaultFault::TrailingBytes:
    return "goes on after its end";
  }
  return "";
}

Error rt::vaultFaultError(VaultFault fault, uint32_t item) {
  std::string subject = "vault ";
  if (fault >= VaultFault::WeightReserved && fault <= VaultFault::WeightChain)
    subject = "weight " + number(item) + " of the vault ";
  else if (fault >= VaultFault::SlotReserved && fault <= VaultFault::SlotOwner)
    subject = "slot " + number(item) + " of the vault ";
  return badInput(subject + faultText(fault),
                  "the locked file is damaged; get a fresh copy");
}

Error rt::vaultVersionError(std::span<const uint8_t> bytes) {
  ByteReader reader(bytes.subspan(sizeof layout::vaultMagic));
  uint16_t found = reader.u16();
  return badInput("vault has version " + number(found) + "; expected " +
                      number(layout::vaultVersion),
                  found > layout::vaultVersion
                      ? "it was made by a newer hwlock; update this one"
                  : found == 1
                      ? "version 1 could be stripped of its integrity; lock "
                        "the model again"
                      : "the locked file is damaged; get a fresh copy");
}
