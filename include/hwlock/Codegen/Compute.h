//===- Compute.h - Pipelines from linalg to the LLVM dialect --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The model's own operations. Weights leave the code first, so that a locked
// and an unlocked model give the same kernels, bit for bit.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CODEGEN_COMPUTE_H
#define HWLOCK_CODEGEN_COMPUTE_H

#include "mlir/Pass/PassManager.h"
#include <string>
#include <vector>

namespace hwlock {

/// Argument attribute: the weight that the argument receives as it is stored, a
/// SymbolRefAttr (hwlock.sealed) or an ElementsAttr (a constant in the clear).
inline constexpr char kWeightAttr[] = "hwlock.weight";
/// Attribute of a constant (unit), a tensor of a resource: it becomes an
/// argument even if it has one element, or is a splat, so that the compiled
/// model takes others in its place.
inline constexpr char kReplaceableAttr[] = "hwlock.replaceable";
/// Argument attribute (i64): the argument receives this result of the pack
/// function.
inline constexpr char kPackedAttr[] = "hwlock.packed";
/// `<name>.pack` turns raw weights of function `<name>` into packed ones, once
/// at load.
inline constexpr char kPackSuffix[] = ".pack";
/// Attribute of the LLVM function (a decimal string): bytes of scratch memory
/// that a call needs.
inline constexpr char kScratchBytesAttr[] = "hwlock-scratch-bytes";

/// Shapes for the inputs of one function; those left out must be static.
struct InputShapes {
  std::string function = "main";
  /// Each in the form "input0=4x128".
  std::vector<std::string> shapes;
};

struct ComputeOptions {
  /// Width of the vector registers to generate code for: 128, 256 or 512.
  unsigned vectorBits = 256;
  InputShapes inputs;
};

/// Weights become trailing arguments of each public function; layouts are
/// chosen and packing is moved to `<name>.pack`. After it functions still have
/// tensor types.
void buildComputeFrontPipeline(mlir::OpPassManager &manager,
                               const ComputeOptions &options);

/// Tiles, vectorises, bufferises, plans memory, and lowers to the LLVM dialect.
/// After it every public function is `void f(ptr inputs..., ptr weights..., ptr
/// outputs..., ptr scratch)`, bare pointers to dense row-major data aligned to
/// 64 bytes (inputs and outputs: to their element type).
void buildComputeBackPipeline(mlir::OpPassManager &manager,
                              const ComputeOptions &options);

/// Registers the passes of both pipelines and the pipelines themselves, as
/// `hwlock-compute-front` and `hwlock-compute-back`.
void registerComputePasses();

} // namespace hwlock

#endif // HWLOCK_CODEGEN_COMPUTE_H
