//===- OpenWith.cpp - Open a vault on a made-up CPU -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "OpenWith.h"
#include "hwlock/Core/OpenVault.h"

using namespace hwlock;

static thread_local unsigned waits;

static void countWait(uint32_t) { ++waits; }

static void measure(void *context, uint32_t, HwlockMeasurement *out) {
  static_cast<rt::Meter *>(context)->measure(*out);
}

test::Opened test::openWith(std::span<const uint8_t> vault, rt::Meter &meter,
                            const HwlockHost *host) {
  Opened opened;
  waits = 0;
  opened.status = static_cast<Status>(
      core::openVault(vault.data(), vault.size(),
                      {measure, &meter, host, countWait}, opened.dek.data()));
  opened.waits = waits;
  return opened;
}
