//===- Decoder.h - Open a vault, unseal a weight --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The entry points that generated code calls; freestanding. The same functions
// serve libhwlock_rt. Return values are hwlock::Status. No function here
// allocates, and all secrets are wiped before return.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_DECODER_H
#define HWLOCK_CORE_DECODER_H

#include "hwlock/Core/HostSecret.h"
#include "hwlock/Core/Measurement.h"
#include <stdint.h>

extern "C" {

/// Opens `vault` (canonical bytes, VaultLayout.h): measures, corrects, derives,
/// unwraps, and under the error policy checks the slot tag and the manifest.
/// `host` may be null. `dek` receives 32 bytes. The slot of an owner is never
/// tried.
///
/// error: asks the host once for each slot, then up to 10 measurements 20 ms
/// apart; Ok, NotAuthorised if no slot opens, Environment if none does and a
/// device could not be asked, Corrupt if the manifest does not match, BadInput
/// if the vault is malformed. garbage: the slot of a device that is here,
/// otherwise that of the class; five measurements, combined by median; Ok or
/// BadInput, nothing else.
int32_t hwlock_core_open(const uint8_t *vault, uint64_t vaultSize,
                         HwlockMeasureFn measure, void *context,
                         const struct HwlockHost *host, uint8_t *dek);

/// Decodes weight number `index` of the manifest into `plain`, which holds
/// `size` bytes; `sealed` holds the sealed size of the manifest. `tags` holds
/// 16 bytes for each 64 KiB chunk under the error policy and is not read under
/// garbage. Corrupt if a tag does not match (`plain` is then zeroed), BadInput
/// if `size` differs from the manifest. `sealed` and `plain` may be the same if
/// the chain is AES alone. `scratch` holds unsealScratchBytes() (WeightChain.h)
/// of the weight, aligned to 16 bytes.
int32_t hwlock_core_unseal(const uint8_t *vault, uint64_t vaultSize,
                           const uint8_t *dek, uint32_t index,
                           const uint8_t *sealed, const uint8_t *tags,
                           uint8_t *plain, uint64_t size, uint8_t *scratch);

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
