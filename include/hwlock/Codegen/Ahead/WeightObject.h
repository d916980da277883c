//===- WeightObject.h - Weights as an object file of their own ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Written straight to a stream: weights never pass through LLVM IR, and are
// never copied.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CODEGEN_AHEAD_WEIGHTOBJECT_H
#define HWLOCK_CODEGEN_AHEAD_WEIGHTOBJECT_H

#include "hwlock/Codegen/Native/ModelCompiler.h"
#include "llvm/Support/raw_ostream.h"

namespace hwlock {

/// Ciphertext and tags of sealed weights.
inline constexpr char sealedSection[] = ".hwlock.sealed";
/// Constants in the clear.
inline constexpr char clearSection[] = ".hwlock.clear";

/// Writes a relocatable ELF file that defines the symbols the loader of `model`
/// refers to (entry::blobPrefix, entry::tagsPrefix).
void writeWeightObject(llvm::raw_ostream &stream, const CompiledModel &model);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_AHEAD_WEIGHTOBJECT_H
