//===- OpenVault.cpp - Measure, correct, derive, unwrap -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A wrong fingerprint and a wrong slot tag look alike to the caller. Every
// measurement, symbol and key is wiped before return; `dek` stays only on Ok.
//===----------------------------------------------------------------------===//
#include "hwlock/Core/OpenVault.h"
#include "HostAnswers.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/KeySchedule.h"
#include "hwlock/Core/Quantiser.h"
#include "hwlock/Core/QuietChains.h"
#include "hwlock/Core/ReedSolomon.h"
#include "hwlock/Support/Status.h"

using namespace hwlock;
using namespace hwlock::core;

/// A chain that the measuring function leaves out reads as 0, always.
static void measureInto(HwlockMeasurement &measured, const OpenContext &from,
                        uint32_t attempt, uint32_t pauseMicroseconds) {
  if (attempt)
    from.wait(pauseMicroseconds);
  hwlock_core_wipe(&measured, sizeof measured);
  from.measure(from.context, attempt, &measured);
}

/// Calls `visit(slot, number)` for each slot that a machine may open, until one
/// returns true. Returns whether one did.
template <typename Visit>
static bool anySlot(const VaultView &vault, Visit visit) {
  uint64_t offset = layout::headerBytes;
  for (uint32_t i = 0; i < vault.slotCount; ++i) {
    SlotView slot = slotAt(vault, offset);
    if (!layout::isOwnerSlot(slot.sources) && visit(slot, i))
      return true;
    offset = slot.end;
  }
  return false;
}

/// Code-offset: quantised symbols xor helper is a codeword with the misread
/// symbols as errors; helper xor that codeword are the enrolled symbols.
static bool correctSymbols(const SlotView &slot,
                           const HwlockMeasurement &measured,
                           SlotSymbols &symbols) {
  symbols.clockCount = slot.probeCount;
  for (uint32_t i = 0; i < slot.probeCount; ++i)
    symbols.clock[i] =
        quantise(measured.clock[slot.probes[i]]) ^ slot.helper[i];
  if (slot.probeCount && !reedSolomonDecode(symbols.clock, slot.probeCount))
    return false;
  for (uint32_t i = 0; i < slot.probeCount; ++i)
    symbols.clock[i] ^= slot.helper[i];
  return true;
}

static bool openSlot(const VaultView &vault, const SlotView &slot,
                     const HwlockMeasurement &measured, const HostSecrets &host,
                     uint8_t *dek) {
  SlotSymbols symbols;
  symbols.precision = measured.precision;
  symbols.host = &host;
  bool opens = correctSymbols(slot, measured, symbols);
  if (opens) {
    uint8_t kek[layout::keyBytes];
    deriveSlotKey(vault, slot, symbols, kek);
    opens = slotTagMatches(vault, slot, kek);
    if (opens)
      unwrapDataKey(slot, kek, dek);
    hwlock_core_wipe(kek, sizeof kek);
  }
  hwlock_core_wipe(&symbols, sizeof symbols);
  return opens;
}

namespace {

/// What the host said for each slot: a TPM is asked once, not at every attempt.
struct Answers {
  HostSecrets secrets[layout::maxSlots];
  bool usable[layout::maxSlots];
  /// One slot's device could not be asked.
  bool unreachable = false;
  bool anyUsable = false, usesClock = false;

  Answers(const VaultView &vault, const HwlockHost *host) {
    anySlot(vault, [&](const SlotView &slot, uint32_t i) {
      Status status = askHost(host, slot, secrets[i]);
      usable[i] = status == Status::Ok;
      unreachable |= status == Status::Environment;
      anyUsable |= usable[i];
      usesClock |= usable[i] && (slot.sources & layout::sourceClock);
      return false;
    });
  }
  ~Answers() { hwlock_core_wipe(secrets, sizeof secrets); }
};

} // namespace

static Status openOrFail(const VaultView &vault, const OpenContext &from,
                         uint8_t *dek) {
  Answers answers(vault, from.host);
  uint32_t attempts = !answers.anyUsable  ? 0
                      : answers.usesClock ? layout::errorAttempts
                                          : 1;
  HwlockMeasurement measured;
  Status status =
      answers.unreachable ? Status::Environment : Status::NotAuthorised;
  for (uint32_t attempt = 0; attempt < attempts; ++attempt) {
    measureInto(measured, from, attempt, layout::errorPauseMicroseconds);
    bool opened = anySlot(vault, [&](const SlotView &slot, uint32_t i) {
      return answers.usable[i] &&
             openSlot(vault, slot, measured, answers.secrets[i], dek);
    });
    if (!opened)
      continue;
    status = manifestMatches(vault, dek) ? Status::Ok : Status::Corrupt;
    break;
  }
  if (status != Status::Ok)
    hwlock_core_wipe(dek, layout::keyBytes);
  hwlock_core_wipe(&measured, sizeof measured);
  return status;
}

/// Median of latency `chain`; sorts by insertion, as there are five.
static uint32_t medianLatency(const HwlockMeasurement *measured, uint32_t count,
                              uint8_t chain) {
  uint32_t sorted[layout::garbageMeasurements];
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t latency = measured[i].clock[chain], at = i;
    for (; at && sorted[at - 1] > latency; --at)
      sorted[at] = sorted[at - 1];
    sorted[at] = latency;
  }
  return sorted[count / 2];
}

/// The slot that garbage opens: that of a device which is here, otherwise that
/// of the class, otherwise the first.
static SlotView chooseSlot(const VaultView &vault, const HwlockHost *host,
                           HostSecrets &secrets) {
  SlotView chosen;
  auto ofDevice = [&](const SlotView &slot, uint32_t) {
    chosen = slot;
    return (slot.sources & layout::deviceSources) &&
           askHost(host, slot, secrets) == Status::Ok;
  };
  if (anySlot(vault, ofDevice))
    return chosen;
  auto ofClass = [&](const SlotView &slot, uint32_t) {
    chosen = slot;
    return layout::isClassSlot(slot.sources);
  };
  auto any = [&](const SlotView &slot, uint32_t) {
    chosen = slot;
    return true;
  };
  if (!anySlot(vault, ofClass))
    anySlot(vault, any);
  askHost(host, chosen, secrets);
  return chosen;
}

static void openAnyhow(const VaultView &vault, const OpenContext &from,
                       uint8_t *dek) {
  HostSecrets secrets;
  SlotView slot = chooseSlot(vault, from.host, secrets);
  bool usesClock = slot.sources & layout::sourceClock;
  uint32_t count = usesClock ? layout::garbageMeasurements : 1;
  HwlockMeasurement measured[layout::garbageMeasurements];
  for (uint32_t i = 0; i < count; ++i)
    measureInto(measured[i], from, i, layout::garbagePauseMicroseconds);
  SlotSymbols symbols;
  symbols.precision = measured[0].precision;
  symbols.host = &secrets;
  QuietChains quiet = quietChains();
  symbols.clockCount = usesClock ? quiet.count : 0;
  for (uint32_t i = 0; i < symbols.clockCount; ++i)
    symbols.clock[i] = quantise(medianLatency(measured, count, quiet.ids[i]));
  uint8_t kek[layout::keyBytes];
  deriveSlotKey(vault, slot, symbols, kek);
  unwrapDataKey(slot, kek, dek);
  hwlock_core_wipe(kek, sizeof kek);
  hwlock_core_wipe(&symbols, sizeof symbols);
  hwlock_core_wipe(&secrets, sizeof secrets);
  hwlock_core_wipe(measured, sizeof measured);
}

int32_t core::openVault(const uint8_t *vault, uint64_t vaultSize,
                        const OpenContext &from, uint8_t *dek) {
  VaultView view;
  uint32_t item;
  if (parseVault(vault, vaultSize, view, item) != VaultFault::None)
    return int32_t(Status::BadInput);
  WeightView weight;
  for (uint32_t i = 0; i < view.weightCount; ++i)
    if (readWeight(view, i, weight) != VaultFault::None)
      return int32_t(Status::BadInput);
  if (view.policy == layout::policyError)
    return int32_t(openOrFail(view, from, dek));
  openAnyhow(view, from, dek);
  return int32_t(Status::Ok);
}
