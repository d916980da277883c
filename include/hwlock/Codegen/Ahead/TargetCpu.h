//===- TargetCpu.h - Features that a compiled model may use ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Only features with a bit (CpuFeatureBits.def): the loader must be able to ask
// for each before it is used.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CODEGEN_AHEAD_TARGETCPU_H
#define HWLOCK_CODEGEN_AHEAD_TARGETCPU_H

#include "hwlock/Codegen/Native/ObjectEmitter.h"
#include "hwlock/Support/Result.h"

namespace hwlock {

/// Features of the CPU that LLVM calls `name`, for example "x86-64-v3" or
/// "znver4"; "native" is this machine. Usage if there is no such CPU.
rt::Result<KernelTarget> targetOfCpu(llvm::StringRef name);

/// BadInput unless `triple` is a machine that native code can be made for:
/// x86-64 Linux with the GNU C library.
rt::Result<void> checkTriple(llvm::StringRef triple);

/// The features of `target` as bits.
uint64_t featureBits(const KernelTarget &target);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_AHEAD_TARGETCPU_H
