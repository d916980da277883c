//===- CiphertextSource.h - Where initializers find ciphertext ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_IREE_CIPHERTEXTSOURCE_H
#define HWLOCK_LIB_IREE_CIPHERTEXTSOURCE_H

#include "hwlock/IR/HwlockOps.h"
#include "hwlock/IREE/ParameterArchive.h"
#include "mlir/IR/Builders.h"

namespace hwlock {

/// Ciphertext and tags: constants in the module, or parameters outside of it.
class CiphertextSource {
public:
  explicit CiphertextSource(ParameterArchive *archive) : archive(archive) {}

  /// Creates what the initializers of the weights of `vault` will read, at the
  /// insertion point of `builder`; adds to the archive what it lacks.
  mlir::LogicalResult prepare(VaultOp vault, mlir::OpBuilder &builder);

  /// The bytes `value` of `sealed`, at the insertion point of `builder`.
  mlir::Value read(SealedOp sealed, mlir::ElementsAttr value,
                   mlir::OpBuilder &builder) const;

private:
  llvm::Error store(llvm::StringRef key, llvm::ArrayRef<char> bytes) const;

  ParameterArchive *archive;
};

} // namespace hwlock

#endif // HWLOCK_LIB_IREE_CIPHERTEXTSOURCE_H
