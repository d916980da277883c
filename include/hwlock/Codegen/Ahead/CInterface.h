//===- CInterface.h - Names and types of a model in C ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One table, from which both the header and the code of a compiled model are
// made, so that they cannot disagree.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CODEGEN_AHEAD_CINTERFACE_H
#define HWLOCK_CODEGEN_AHEAD_CINTERFACE_H

#include "hwlock/Codegen/Native/ModelSignature.h"
#include "hwlock/Support/Result.h"

namespace hwlock {

struct CTensor {
  /// For example "float".
  std::string type;
  /// For example "input0".
  std::string name;
  mlir::RankedTensorType tensor;
};

struct CFunction {
  /// Name in the module, and of the C function.
  std::string name, symbol;
  std::vector<CTensor> inputs, outputs;
};

struct CInterface {
  /// Start of every name, a C identifier.
  std::string prefix;
  /// In the order of the signature.
  std::vector<CFunction> functions;

  std::string create() const { return prefix + "_create"; }
  std::string createWith() const { return prefix + "_create_with"; }
  std::string destroy() const { return prefix + "_destroy"; }
  std::string message() const { return prefix + "_message"; }
  /// All symbols that a program may use.
  std::vector<std::string> symbols() const;
};

/// `text` as a C identifier: what is not allowed becomes '_'.
std::string toIdentifier(llvm::StringRef text);

/// Names the functions of `signature`: "<prefix>_run" for main,
/// "<prefix>_run_<name>" for others. Usage if `prefix` is not an identifier;
/// BadInput if two functions get the same name, if there is none, or if an
/// element type has no counterpart in C.
rt::Result<CInterface> nameInterface(const ModelSignature &signature,
                                     llvm::StringRef prefix);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_AHEAD_CINTERFACE_H
