//===- OpenVault.cpp - Measure, correct, derive, unwrap -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A wrong fingerprint and a wrong slot tag look alike to the caller. Every
// measurement, symbol and key is wiped before return; `dek` stays only on Ok.
//===----------------------------------------------------------------------===//
#include "hwlock/Core/OpenVault.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/KeySchedule.h"
#include "hwlock/Core/Quantiser.h"
#include "hwlock/Core/QuietChains.h"
#include "hwlock/Core/ReedSolomon.h"
#include "hwlock/Support/Status.h"

using namespace hwlock;
using namespace hwlock::core;

/// A chain that the measuring function leaves out reads as 0, always.
static void measureInto(HwlockMeasurement &measured, HwlockMeasureFn measure,
                        void *context, uint32_t attempt, WaitFn wait) {
  if (attempt)
    wait(layout::attemptSpacingMilliseconds);
  hwlock_core_wipe(&measured, sizeof measured);
  measure(context, attempt, &measured);
}

static bool anySlotUsesClock(const VaultView &vault) {
  uint8_t sources = 0;
  uint64_t offset = layout::headerBytes;
  for (uint32_t i = 0; i < vault.slotCount; ++i) {
    SlotView slot = slotAt(vault, offset);
    sources |= slot.sources;
    offset = slot.end;
  }
  return sources & layout::sourceClock;
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
                     const HwlockMeasurement &measured, uint8_t *dek) {
  SlotSymbols symbols;
  symbols.precision = measured.precision;
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

static bool openAnySlot(const VaultView &vault,
                        const HwlockMeasurement &measured, uint8_t *dek) {
  uint64_t offset = layout::headerBytes;
  for (uint32_t i = 0; i < vault.slotCount; ++i) {
    SlotView slot = slotAt(vault, offset);
    if (openSlot(vault, slot, measured, dek))
      return true;
    offset = slot.end;
  }
  return false;
}

static Status openOrFail(const VaultView &vault, HwlockMeasureFn measure,
                         void *context, WaitFn wait, uint8_t *dek) {
  uint32_t attempts = anySlotUsesClock(vault) ? layout::errorAttempts : 1;
  HwlockMeasurement measured;
  Status status = Status::NotAuthorised;
  for (uint32_t attempt = 0; attempt < attempts; ++attempt) {
    measureInto(measured, measure, context, attempt, wait);
    if (!openAnySlot(vault, measured, dek))
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

static void openAnyhow(const VaultView &vault, HwlockMeasureFn measure,
                       void *context, WaitFn wait, uint8_t *dek) {
  SlotView slot = slotAt(vault, layout::headerBytes);
  bool usesClock = slot.sources & layout::sourceClock;
  uint32_t count = usesClock ? layout::garbageMeasurements : 1;
  HwlockMeasurement measured[layout::garbageMeasurements];
  for (uint32_t i = 0; i < count; ++i)
    measureInto(measured[i], measure, context, i, wait);
  SlotSymbols symbols;
  symbols.precision = measured[0].precision;
  QuietChains quiet = quietChains();
  symbols.clockCount = usesClock ? quiet.count : 0;
  for (uint32_t i = 0; i < symbols.clockCount; ++i)
    symbols.clock[i] = quantise(medianLatency(measured, count, quiet.ids[i]));
  uint8_t kek[layout::keyBytes];
  deriveSlotKey(vault, slot, symbols, kek);
  unwrapDataKey(slot, kek, dek);
  hwlock_core_wipe(kek, sizeof kek);
  hwlock_core_wipe(&symbols, sizeof symbols);
  hwlock_core_wipe(measured, sizeof measured);
}

int32_t core::openVault(const uint8_t *vault, uint64_t vaultSize,
                        HwlockMeasureFn measure, void *context, WaitFn wait,
                        uint8_t *dek) {
  VaultView view;
  uint32_t item;
  if (parseVault(vault, vaultSize, view, item) != VaultFault::None)
    return int32_t(Status::BadInput);
  WeightView weight;
  for (uint32_t i = 0; i < view.weightCount; ++i)
    if (readWeight(view, i, weight) != VaultFault::None)
      return int32_t(Status::BadInput);
  if (view.policy == layout::policyError)
    return int32_t(openOrFail(view, measure, context, wait, dek));
  openAnyhow(view, measure, context, wait, dek);
  return int32_t(Status::Ok);
}
