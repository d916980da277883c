//===- TensorFile.h - Tensors of a model in .npy files --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TOOLS_HWLOCK_TENSORFILE_H
#define HWLOCK_TOOLS_HWLOCK_TENSORFILE_H

#include "NpyArray.h"
#include "hwlock/Codegen/Native/Arena.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/Support/raw_ostream.h"

namespace hwlock::tool {

/// "float32 of shape (2, 3)".
std::string describe(mlir::RankedTensorType type);

/// BadInput if `type` has elements that a .npy file cannot hold; `what` is for
/// the message, for example "input 0".
rt::Result<void> checkHasNpyType(mlir::RankedTensorType type,
                                 const std::string &what);

/// A tensor whose type has a static shape.
struct Tensor {
  mlir::RankedTensorType type;
  Arena memory;
};

/// Reads the array in `path`, which must have the elements of `type` and its
/// shape, where that is static, into memory that is aligned for kernels.
rt::Result<Tensor> readTensor(const std::string &path,
                              mlir::RankedTensorType type,
                              const std::string &what);

/// The bytes of a .npy file for a tensor in memory.
std::vector<uint8_t> formatTensor(const Arena &memory,
                                  mlir::RankedTensorType type);

/// One line: type, shape, the first elements.
void printSummary(llvm::raw_ostream &stream, const Arena &memory,
                  mlir::RankedTensorType type);

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_TENSORFILE_H
