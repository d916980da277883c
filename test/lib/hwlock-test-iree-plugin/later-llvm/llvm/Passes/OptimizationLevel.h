//===- OptimizationLevel.h - As it is in IREE's LLVM ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one declaration that IREE's plug-in headers use and that LLVM 22 has in
// another form: there it is a class.
//===----------------------------------------------------------------------===//
#ifndef LLVM_PASSES_OPTIMIZATIONLEVEL_H
#define LLVM_PASSES_OPTIMIZATIONLEVEL_H

namespace llvm {
enum class OptimizationLevel { O0, O1, O2, O3 };
} // namespace llvm

#endif // LLVM_PASSES_OPTIMIZATIONLEVEL_H
