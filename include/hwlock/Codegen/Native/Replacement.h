//===- Replacement.h - Constants of compiled models that change -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_NATIVE_REPLACEMENT_H
#define HWLOCK_CODEGEN_NATIVE_REPLACEMENT_H

#include "mlir/IR/BuiltinTypes.h"
#include <string>
#include <vector>

namespace hwlock {

/// A constant that compiled code reads from memory of its own.
struct ReplaceableConstant {
  std::string name;
  mlir::RankedTensorType type;
  /// As they are now; dense and row-major.
  std::vector<char> bytes;
};

struct Replacement {
  /// Index among a model's replaceable constants.
  size_t constant;
  /// As many as before.
  llvm::ArrayRef<char> bytes;
};

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_REPLACEMENT_H
