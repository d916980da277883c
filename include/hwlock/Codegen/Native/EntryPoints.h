//===- EntryPoints.h - Loader and wrappers of a compiled model ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Baseline code around the compute kernels: fills the weights once, then calls
// a kernel with the pointers it expects.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CODEGEN_NATIVE_ENTRYPOINTS_H
#define HWLOCK_CODEGEN_NATIVE_ENTRYPOINTS_H

#include "hwlock/Codegen/Native/ModelSignature.h"
#include "hwlock/Loader/ModelAbi.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/Error.h"
#include <string>

namespace hwlock {

namespace entry {
/// i32 (ptr state, ptr dek): decodes and packs all weights; returns a Status.
/// `dek` is not read if the model is not locked.
inline constexpr char loadName[] = "__hwlock_load";
/// void (ptr state, ptr inputs, ptr outputs): arrays of pointers to the data.
inline constexpr char callPrefix[] = "__hwlock_call_";
/// Bytes of weight i: its ciphertext, or the clear constant.
inline constexpr char blobPrefix[] = "__hwlock_blob_";
/// Authentication tags of weight i, if it has any.
inline constexpr char tagsPrefix[] = "__hwlock_tags_";
} // namespace entry

/// How many bytes each part of ModelState needs.
struct ArenaSizes {
  uint64_t resident = 0;
  uint64_t temporary = 0;
  uint64_t scratch = 0;
};

/// Number of weight i in the vault's manifest, whether it has tags, and the
/// scratch memory that unsealing it takes; not used for a weight in the clear.
struct SealedLocation {
  uint32_t manifestIndex = 0;
  bool hasTags = false;
  uint64_t scratchBytes = 0;
};

/// Adds the loader and one wrapper for each function of `signature` to
/// `module`, which holds the kernels as the compute pipeline left them.
llvm::Expected<ArenaSizes>
addEntryPoints(llvm::Module &module, const ModelSignature &signature,
               llvm::ArrayRef<SealedLocation> locations);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_ENTRYPOINTS_H
