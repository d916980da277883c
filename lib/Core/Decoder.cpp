//===- Decoder.cpp - Open a vault -----------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/OpenVault.h"
#include "hwlock/Core/Pause.h"

using namespace hwlock::core;

int32_t hwlock_core_open(const uint8_t *vault, uint64_t vaultSize,
                         HwlockMeasureFn measure, void *context,
                         const HwlockHost *host, uint8_t *dek) {
  return openVault(vault, vaultSize, {measure, context, host, pauseFor}, dek);
}
