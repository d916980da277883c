//===- DecoderModule.h - Per-model decoder in LLVM IR ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_NATIVE_DECODERMODULE_H
#define HWLOCK_CODEGEN_NATIVE_DECODERMODULE_H

#include "hwlock/Format/Vault.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/Error.h"
#include <memory>

namespace hwlock {

/// Names of the functions that a decoder module defines. Each returns a
/// hwlock::Status as i32.
namespace decoder {
/// i32 (ptr host, ptr dek): measures, corrects, derives; writes 32 bytes.
/// `host` is a HwlockHost or null.
inline constexpr char openName[] = "hwlock_open";
/// i32 (ptr dek, i32 index, ptr sealed, ptr tags, ptr plain, i64 size,
/// ptr scratch)
inline constexpr char unsealName[] = "hwlock_unseal";
/// void (ptr bytes, i64 size): overwrites with zeros.
inline constexpr char wipeName[] = "hwlock_wipe";
/// An internal constant: the vault's bytes, and where they are in an object
/// file.
inline constexpr char vaultName[] = "hwlock_vault";
inline constexpr char vaultSection[] = ".hwlock.vault";
} // namespace decoder

/// Builds the decoder of one model: its vault as constant bytes, a measuring
/// function that calls the probes the vault's slots name, one after another in
/// an order of this model's own, and the entry points above. Core's bitcode is
/// linked in; what is not reached from the entry points is dropped.
llvm::Expected<std::unique_ptr<llvm::Module>>
buildDecoderModule(llvm::LLVMContext &context, const rt::Vault &vault);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_DECODERMODULE_H
