//===- SlotReport.h - Who may open a model --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_API_SLOTREPORT_H
#define HWLOCK_API_SLOTREPORT_H

#include "hwlock/Format/Vault.h"
#include "llvm/Support/JSON.h"

namespace hwlock {

/// Adds the attribute "sources", an array, for a mask of layout::source*.
void writeSources(llvm::json::OStream &json, uint8_t sources);

/// True if a slot can be opened by whoever guesses what its machine measures.
bool isClassBound(const rt::Vault &vault);

/// Slots that are of machines, not of owners.
size_t machineCount(const rt::Vault &vault);

/// Adds the attribute "slots".
void writeSlots(llvm::json::OStream &json, const rt::Vault &vault);

/// The same for people.
void printSlots(llvm::raw_ostream &stream, const rt::Vault &vault);

} // namespace hwlock

#endif // HWLOCK_API_SLOTREPORT_H
