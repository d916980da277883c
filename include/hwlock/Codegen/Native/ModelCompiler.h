//===- ModelCompiler.h - MLIR module to object files ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The whole of hwlock-to-llvm as a library call. Objects are emitted once;
// weights stay outside them, as bytes that the loader is given.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CODEGEN_NATIVE_MODELCOMPILER_H
#define HWLOCK_CODEGEN_NATIVE_MODELCOMPILER_H

#include "hwlock/Codegen/Compute.h"
#include "hwlock/Codegen/Native/EntryPoints.h"
#include "hwlock/Codegen/Native/ObjectEmitter.h"
#include "hwlock/Format/Vault.h"
#include "mlir/IR/OwningOpRef.h"

namespace hwlock {

/// Where the loader finds a weight. Both belong to the MLIR context, or to
/// CompiledModel::expanded.
struct WeightBytes {
  /// Ciphertext, or the constant in the clear.
  llvm::ArrayRef<char> bytes;
  /// Authentication tags, if any.
  llvm::ArrayRef<char> tags;
};

/// A model whose weights may be sealed, taken apart for compilation.
struct LockedModule {
  /// Nothing if the module is not locked.
  std::optional<rt::Vault> vault;
  /// For each sealed weight, by symbol.
  struct Sealed {
    SealedLocation location;
    uint64_t plainBytes;
    WeightBytes bytes;
  };
  llvm::DenseMap<mlir::SymbolRefAttr, Sealed> sealed;
};

/// Reads and checks the vault of `module`. Emits an error if there is more than
/// one vault, or if one is malformed.
mlir::FailureOr<LockedModule> readLockedModule(mlir::ModuleOp module);

/// A constant with kReplaceableAttr.
struct ReplaceableWeight {
  /// Key of the resource.
  std::string name;
  mlir::RankedTensorType type;
  /// Places in the signature: more than one if constants of several types share
  /// the resource.
  llvm::SmallVector<size_t, 1> weights;
};

struct CompiledModel {
  ModelSignature signature;
  ArenaSizes sizes;
  std::unique_ptr<llvm::MemoryBuffer> object;
  /// One for each weight of the signature. The MLIR context must outlive this.
  std::vector<WeightBytes> weights;
  /// Those that the code reads; none in a locked module.
  std::vector<ReplaceableWeight> replaceable;
  /// Splat and boolean constants, which MLIR stores in a denser form.
  std::vector<std::vector<char>> expanded;
};

/// Lowers `module`, which is consumed, for `target` and for inputs of the given
/// shapes. Errors are emitted as diagnostics.
mlir::FailureOr<CompiledModel> compileModel(mlir::ModuleOp module,
                                            const LockedModule &locked,
                                            const KernelTarget &target,
                                            InputShapes inputs = {});

/// Emits the decoder of `vault` as an object.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
compileDecoder(const rt::Vault &vault);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_MODELCOMPILER_H
