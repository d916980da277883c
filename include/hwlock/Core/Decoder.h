//===- Decoder.h - Open a vault, unseal a weight --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The entry points that generated code calls; freestanding. The same functions
// serve libhwlock_rt. Return values are hwlock::Status. No function here
// allocates, and all secrets are wiped before return.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_DECODER_H
#define HWLOCK_CORE_DECODER_H

#include "hwlock/Core/Measurement.h"
#include <stdint.h>

extern "C" {

/// Opens `vault` (canonical bytes, VaultLayout.h): measures, corrects, derives,
/// unwraps, and under the error policy checks the slot tag and the manifest.
/// `dek` receives 32 bytes.
///
/// error: up to 10 measurements 20 ms apart; Ok, NotAuthorised if no slot
/// opens, Corrupt if the manifest does not match, BadInput if the vault is
/// malformed. garbage: five measurements, combined by median; Ok or BadInput,
/// never NotAuthorised.
int32_t hwlock_core_open(const uint8_t *vault, uint64_t vaultSize,
                         HwlockMeasureFn measure, void *context, uint8_t *dek);

/// Decodes weight number `index` of the manifest into `plain`; both hold `size`
/// bytes. `tags` holds 16 bytes for each 64 KiB chunk under the error policy
/// and is not read under garbage. Corrupt if a tag does not match (`plain` is
/// then zeroed), BadInput if `size` differs from the manifest. `sealed` and
/// `plain` may be the same.
int32_t hwlock_core_unseal(const uint8_t *vault, uint64_t vaultSize,
                           const uint8_t *dek, uint32_t index,
                           const uint8_t *sealed, const uint8_t *tags,
                           uint8_t *plain, uint64_t size);

/// Overwrites `size` bytes with zeros in a way the optimiser must keep.
void hwlock_core_wipe(void *bytes, uint64_t size);

/// Latency of one operation of `chain` (a function of Chains.h) in 1/1024 of a
/// core cycle, the time of an addition; minimum over 9 repetitions. 0 if this
/// CPU lacks the instruction.
uint32_t hwlock_core_measure_chain(void (*chain)(uint64_t rounds),
                                   uint32_t chainId);

/// Fills the precision part of a measurement.
void hwlock_core_measure_precision(uint8_t *bytes);
}

#endif // HWLOCK_CORE_DECODER_H
