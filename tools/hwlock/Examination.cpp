//===- Examination.cpp - How well this machine can be measured ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Examination.h"
#include "hwlock/Fingerprint/Load.h"
#include <algorithm>
#include <chrono>
#include <optional>

using namespace hwlock;
using namespace hwlock::tool;

static void readErrorForm(std::span<const HwlockMeasurement> measurements,
                          Examination &result) {
  unsigned rejectedRun = 0;
  for (const HwlockMeasurement &measurement : measurements) {
    auto reading = rt::readErrorForm(*result.profile, measurement);
    result.mostWrongSymbols =
        std::max(result.mostWrongSymbols, reading.wrongSymbols);
    result.samePrecision += reading.precisionMatches;
    result.accepted += reading.accepted();
    rejectedRun = reading.accepted() ? 0 : rejectedRun + 1;
    result.longestRejectedRun =
        std::max(result.longestRejectedRun, rejectedRun);
  }
}

static void readGarbageForm(std::span<const HwlockMeasurement> measurements,
                            Examination &result) {
  constexpr size_t group = layout::garbageMeasurements;
  for (size_t i = 0; i + group <= measurements.size(); i += group) {
    rt::SecretBuffer symbols =
        rt::quietSymbolsOf(measurements.subspan(i, group));
    ++result.medians;
    result.sameMedians += rt::constantTimeEqual(
        symbols.span(), result.profile->quietSymbols.span());
  }
}

Examination
tool::examine(rt::Meter &meter, unsigned measurements, bool load,
              const std::function<void(unsigned, unsigned)> &progress) {
  using Clock = std::chrono::steady_clock;
  Examination result;
  result.measurements = measurements;
  rt::EnrolmentOptions enrolment;
  unsigned all = enrolment.measurements + measurements;
  enrolment.progress = [&](unsigned done, unsigned) { progress(done, all); };
  result.profile = rt::enrol(meter, enrolment, &result.enrolment);

  rt::MeasurementList list(measurements);
  std::optional<rt::BackgroundLoad> busy;
  if (load)
    busy.emplace();
  Clock::duration spent{};
  for (unsigned i = 0; i < measurements; ++i) {
    HwlockMeasurement &measurement = list.add();
    auto start = Clock::now();
    meter.measure(measurement);
    spent += Clock::now() - start;
    progress(enrolment.measurements + i + 1, all);
  }
  busy.reset();

  result.millisecondsEach =
      std::chrono::duration<double, std::milli>(spent).count() / measurements;
  result.chains = rt::chainStability(list.view());
  if (result.profile) {
    readErrorForm(list.view(), result);
    readGarbageForm(list.view(), result);
  }
  return result;
}
