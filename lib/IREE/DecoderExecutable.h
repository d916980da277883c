//===- DecoderExecutable.h - The decoder as a stream.executable -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Knows what dispatches of the decoder take and return; one function builds the
// executable, two build the dispatches, so that they cannot differ.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_IREE_DECODEREXECUTABLE_H
#define HWLOCK_LIB_IREE_DECODEREXECUTABLE_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace hwlock::iree {

/// Symbol of the executable.
inline constexpr char executableName[] = "hwlock";
inline constexpr char openExport[] = "open", unsealExport[] = "unseal";
/// Of the data key and of a status.
inline constexpr int64_t keyBytes = 32, statusBytes = 4;

/// Creates the executable that carries `bitcode` (DecoderBitcode.h), whose
/// vault has `deviceItems` items for devices.
void createExecutable(mlir::OpBuilder &builder, mlir::Location location,
                      llvm::ArrayRef<char> bitcode, int64_t deviceItems);

/// The data key as tensor<32xi8>, and a hwlock::Status as tensor<1xi32>.
struct OpenDispatch {
  mlir::Value key, status;
};
/// `answers` is null unless the vault has items for devices.
OpenDispatch dispatchOpen(mlir::OpBuilder &builder, mlir::Location location,
                          mlir::Value answers);

/// What unsealing a weight takes.
struct UnsealOperands {
  mlir::Value sealed, tags, key;
  uint32_t manifestIndex;
  uint64_t plainBytes, scratchBytes;
};
struct UnsealDispatch {
  mlir::Value plain, status;
};
UnsealDispatch dispatchUnseal(mlir::OpBuilder &builder, mlir::Location location,
                              const UnsealOperands &operands,
                              mlir::RankedTensorType type);

} // namespace hwlock::iree

#endif // HWLOCK_LIB_IREE_DECODEREXECUTABLE_H
