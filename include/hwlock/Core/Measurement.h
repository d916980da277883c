//===- Measurement.h - What one measurement of the CPU gives --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The record that a measuring function fills and the decoder reads. A locked
// model carries its own measuring function: straight-line calls to the chains
// it chose. The run time has a generic one.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_MEASUREMENT_H
#define HWLOCK_CORE_MEASUREMENT_H

#include <stdint.h>

/// Chain identifiers are below this; they are part of the file format.
#define HWLOCK_MAX_CHAINS 192
/// Exact bytes that the precision source gives.
#define HWLOCK_PRECISION_BYTES 64

extern "C" {

struct HwlockMeasurement {
  /// Latency of one operation of chain i in 1/1024 of an add cycle; 0 if the
  /// chain was not measured or the CPU lacks its instruction.
  uint32_t clock[HWLOCK_MAX_CHAINS];
  /// Bits of approximate instructions on fixed inputs (Precision.h).
  uint8_t precision[HWLOCK_PRECISION_BYTES];
};

/// Measures once. `attempt` counts from 0.
typedef void (*HwlockMeasureFn)(void *context, uint32_t attempt,
                                struct HwlockMeasurement *out);
}

#endif // HWLOCK_CORE_MEASUREMENT_H
