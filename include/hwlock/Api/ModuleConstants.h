//===- ModuleConstants.h - The readable weights of a module -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What anyone sees in a model that is not locked, and can change: the tensors
// of its constants. hwlock.attacks quantises and repairs them.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_API_MODULECONSTANTS_H
#define HWLOCK_API_MODULECONSTANTS_H

#include "hwlock/Api/ModuleFile.h"
#include "hwlock/Api/Observer.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

namespace hwlock {

/// A ranked tensor of integers or floats of 8, 16, 32 or 64 bits.
struct ModuleConstant {
  /// Of the resource, otherwise "constant_N" with the place in the list.
  std::string name;
  mlir::RankedTensorType type;
  /// Dense and row-major.
  llvm::ArrayRef<char> bytes;
};

class ModuleConstants {
public:
  /// BadInput for a locked module and for one whose constants were elided.
  /// `observer` must outlive the result.
  static rt::Result<ModuleConstants> read(const std::string &path,
                                          Observer &observer);

  /// In the order of the module. Constants that share a resource are one.
  llvm::ArrayRef<ModuleConstant> all() const { return constants; }
  mlir::ModuleOp module() const { return *parsed; }
  /// The place in the list of what `op` defines; nothing if it is not there.
  std::optional<size_t> find(mlir::arith::ConstantOp op) const;

  /// Usage unless there are as many bytes as before.
  rt::Result<void> replace(size_t index, llvm::ArrayRef<char> bytes);

  /// The model, once written and loaded, takes others in the place of this one
  /// without being compiled again: it is a resource of its own, with its name,
  /// and part of no code. Usage if there is no constant `index`.
  rt::Result<void> keep(size_t index);

  /// A new one at the end of the list, defined where `builder` stands; its name
  /// must be new.
  mlir::Value append(llvm::StringRef name, mlir::RankedTensorType type,
                     llvm::ArrayRef<char> bytes, mlir::OpBuilder &builder);

  /// The output appears whole or not at all, and is not the input.
  rt::Result<void> write(const std::string &output, bool bytecode);

private:
  explicit ModuleConstants(Observer &observer);
  rt::Result<void> add(mlir::arith::ConstantOp op);
  void nameThose();
  /// Puts `bytes` into the resource of a constant, a new one if it has none.
  void setResource(size_t index, llvm::ArrayRef<char> bytes);

  std::string input;
  std::unique_ptr<mlir::MLIRContext> context;
  std::unique_ptr<DiagnosticForwarder> diagnostics;
  mlir::OwningOpRef<mlir::ModuleOp> parsed;
  std::vector<ModuleConstant> constants;
  /// Who defines them.
  std::vector<llvm::SmallVector<mlir::arith::ConstantOp, 1>> users;
  llvm::DenseMap<mlir::Operation *, size_t> places;
  llvm::StringMap<size_t> resources;
  /// Splats, written out.
  std::vector<std::unique_ptr<std::vector<char>>> expanded;
};

} // namespace hwlock

#endif // HWLOCK_API_MODULECONSTANTS_H
