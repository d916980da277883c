//===- DecoderStatus.h - What a status of the decoder means ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_NATIVE_DECODERSTATUS_H
#define HWLOCK_CODEGEN_NATIVE_DECODERSTATUS_H

#include "hwlock/Format/Vault.h"
#include "hwlock/Support/Result.h"

namespace hwlock {

/// What a status of the decoder, other than Ok, means for the user of a model
/// with `slots` slots.
rt::Error decoderError(Status status, size_t slots);

/// Slots that a machine may open: all but an owner's.
size_t machineSlots(const rt::Vault &vault);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_DECODERSTATUS_H
