//===- QuietChains.h - The published list of the garbage policy -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Chains that were never misread on the CPUs measured so far. A garbage vault
// stores no choice of probes, since a choice says what the machine was; it
// always uses this list. Part of the file format: never changed.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_QUIETCHAINS_H
#define HWLOCK_CORE_QUIETCHAINS_H

#include <stdint.h>

namespace hwlock::core {

struct QuietChains {
  const uint8_t *ids;
  uint32_t count;
};

QuietChains quietChains();

} // namespace hwlock::core

#endif // HWLOCK_CORE_QUIETCHAINS_H
