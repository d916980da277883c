//===- VaultFaults.h - Words for what is wrong with a vault ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The rules themselves live in Core/VaultView.h alone.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FORMAT_VAULTFAULTS_H
#define HWLOCK_LIB_FORMAT_VAULTFAULTS_H

#include "hwlock/Core/VaultView.h"
#include "hwlock/Support/Result.h"
#include <span>

namespace hwlock::rt {

/// `item` is the number of the slot or weight that breaks the rule, if one
/// does.
Error vaultFaultError(core::VaultFault fault, uint32_t item);

/// VaultFault::Version, with the version that `bytes` have.
Error vaultVersionError(std::span<const uint8_t> bytes);

} // namespace hwlock::rt

#endif // HWLOCK_LIB_FORMAT_VAULTFAULTS_H
