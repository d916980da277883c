//===- SealedData.h - Ciphertext and tags as attributes -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_TRANSFORMS_SEALEDDATA_H
#define HWLOCK_LIB_TRANSFORMS_SEALEDDATA_H

#include "mlir/IR/AsmState.h"
#include "mlir/IR/BuiltinAttributes.h"

namespace hwlock {

struct SealedData {
  mlir::ElementsAttr ciphertext;
  /// Null under garbage.
  mlir::ElementsAttr tags;
};

/// Resources for the weight `name`.
SealedData sealedData(llvm::StringRef name, mlir::AsmResourceBlob ciphertext,
                      llvm::ArrayRef<uint8_t> tags, mlir::MLIRContext *context);

} // namespace hwlock

#endif // HWLOCK_LIB_TRANSFORMS_SEALEDDATA_H
