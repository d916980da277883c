//===- WeightAnalysis.h - Which constants hold a model's data -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one rule of what is locked: every tensor constant of at least two
// integer or floating-point elements that are not all equal, whoever reads it.
// Data that is neither sealed nor listed as clear is refused.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TRANSFORMS_WEIGHTANALYSIS_H
#define HWLOCK_TRANSFORMS_WEIGHTANALYSIS_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/MapVector.h"
#include <string>
#include <vector>

namespace hwlock {

/// Attribute of a constant (string): the symbol of the weight it becomes. Set
/// by hwlock-mark-weights, gone after hwlock-insert-open.
inline constexpr char kSealAsAttr[] = "hwlock.seal_as";

/// Why a tensor constant stays readable.
enum class ClearReason { Splat, Scalar, Empty, Index, Shape, Boolean };

/// The reason in a word, for a remark.
llvm::StringRef describe(ClearReason reason);

/// Bytes of a constant without a copy; nothing if they are missing. Do not call
/// it for a splat or for elements narrower than a byte.
std::optional<llvm::ArrayRef<char>> rawBytes(mlir::ElementsAttr value);

class WeightAnalysis {
public:
  explicit WeightAnalysis(mlir::Operation *module);

  /// The operations that define one weight. They share one attribute, thus one
  /// sealed weight.
  using Users = llvm::SmallVector<mlir::arith::ConstantOp, 1>;
  const llvm::MapVector<mlir::ElementsAttr, Users> &weights() const {
    return sealable;
  }

  const llvm::MapVector<ClearReason,
                        llvm::SmallVector<mlir::arith::ConstantOp>> &
  clear() const {
    return readable;
  }

  /// What hides data from the lock: an operation and what is wrong with it.
  struct Refusal {
    mlir::Operation *op;
    std::string message;
  };
  llvm::ArrayRef<Refusal> refusals() const { return refused; }

private:
  void visit(mlir::Operation *op);
  void visitConstant(mlir::arith::ConstantOp op);
  void refuse(mlir::Operation *op, const llvm::Twine &message);

  llvm::MapVector<mlir::ElementsAttr, Users> sealable;
  llvm::MapVector<ClearReason, llvm::SmallVector<mlir::arith::ConstantOp>>
      readable;
  std::vector<Refusal> refused;
};

} // namespace hwlock

#endif // HWLOCK_TRANSFORMS_WEIGHTANALYSIS_H
