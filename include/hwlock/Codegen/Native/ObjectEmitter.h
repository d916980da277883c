//===- ObjectEmitter.h - LLVM IR to an object file in memory --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_NATIVE_OBJECTEMITTER_H
#define HWLOCK_CODEGEN_NATIVE_OBJECTEMITTER_H

#include "llvm/IR/Module.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <string>
#include <vector>

namespace hwlock {

/// CPU features that compute kernels may use, in LLVM's spelling ("avx2").
/// Chosen by feature and never by CPU name: an emulator's name lies.
struct KernelTarget {
  std::vector<std::string> features;

  /// What this machine has (CPUID, with what the system enables).
  static KernelTarget host();
  bool has(llvm::StringRef feature) const;
  /// Width of the widest vector registers, in bits: 128, 256 or 512.
  unsigned vectorBits() const;
};

/// Gives every function defined in `module` the features of `target`. Entry
/// points are added later and stay plain x86-64, so that they run, and can
/// report, on any machine.
void setKernelFeatures(llvm::Module &module, const KernelTarget &target);

/// What to do before code generation.
enum class Optimisation {
  /// LLVM's O3 pipeline.
  Full,
  /// Nothing: for code that was optimised when hwlock was built, and whose
  /// timed parts must stay as they are.
  None,
};

/// Emits `module` as position-independent ELF for baseline x86-64; functions
/// with features of their own keep them.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
emitObject(llvm::Module &module, Optimisation level);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_OBJECTEMITTER_H
