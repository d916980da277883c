//===- Signatures.h - Signatures of models for tests ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_UNIT_CODEGEN_AHEAD_SIGNATURES_H
#define HWLOCK_TEST_UNIT_CODEGEN_AHEAD_SIGNATURES_H

#include "hwlock/Codegen/Native/ModelSignature.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/MLIRContext.h"

namespace hwlock {

inline mlir::RankedTensorType tensorType(mlir::MLIRContext &context,
                                         llvm::StringRef text) {
  return llvm::cast<mlir::RankedTensorType>(mlir::parseType(text, &context));
}

/// A function of one input and one output, written as MLIR types.
inline ModelFunction functionOf(mlir::MLIRContext &context, std::string name,
                                llvm::StringRef input, llvm::StringRef output) {
  ModelFunction function;
  function.name = std::move(name);
  function.inputs = {tensorType(context, input)};
  function.outputs = {tensorType(context, output)};
  return function;
}

} // namespace hwlock

#endif // HWLOCK_TEST_UNIT_CODEGEN_AHEAD_SIGNATURES_H
