//===- Quantiser.h - Latency to symbol ------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The fixed public grid: whole cycles below 10.5, above it bins whose edges
// grow by the ratio 1.16. Symbol 0 means that the CPU lacks the instruction.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_QUANTISER_H
#define HWLOCK_CORE_QUANTISER_H

#include <stdint.h>

namespace hwlock::core {

/// Symbol of a latency in 1/1024 of an add cycle; 0 for latency 0.
uint8_t quantise(uint32_t latency);

/// How far inside its bin a latency lies: 0 at an edge, 100 in the middle. 100
/// for latency 0: whether an instruction exists is exact.
uint32_t marginPercent(uint32_t latency);

} // namespace hwlock::core

#endif // HWLOCK_CORE_QUANTISER_H
