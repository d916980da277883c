//===- ChannelAnalysis.h - Which weights see which channels ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One pass over a function, in order. Each layer with a constant weight makes
// new channels; the analysis follows them through reshapes, residual sums and
// homogeneous functions, such as ReLU, to the weights that read them. What
// multiplies a channel there and divides it here leaves the function as it was.
// No layer is matched by its shape: the body of each linalg operation is
// evaluated over degrees of homogeneity (DegreeEvaluation.h).
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_SOFT_CHANNELANALYSIS_H
#define HWLOCK_SOFT_CHANNELANALYSIS_H

#include "hwlock/Soft/ChannelClasses.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/DenseMap.h"
#include <optional>
#include <vector>

namespace hwlock {

struct BodyDegrees;

/// True if `op` sums products of two operands, and nothing else: matmul,
/// convolution.
bool isContraction(mlir::linalg::LinalgOp op);

/// A constant whose elements are of certain channels.
struct ChannelWeight {
  mlir::arith::ConstantOp constant;
  /// Over the axes of the constant.
  ChannelMap map;
  /// It reads the channels: what multiplies them has to divide it.
  bool reads;

  llvm::ArrayRef<int64_t> shape() const {
    auto op = constant;
    return llvm::cast<mlir::ShapedType>(op.getType()).getShape();
  }
};

/// A contraction with a constant.
struct LinearLayer {
  mlir::linalg::LinalgOp op;
  mlir::arith::ConstantOp weight;
  /// Those that it makes.
  int64_t firstChannel;
  int64_t channels;
};

class ChannelAnalysis {
public:
  explicit ChannelAnalysis(mlir::FunctionOpInterface function);

  const ChannelClasses &classes() const { return channels; }
  llvm::ArrayRef<ChannelWeight> weights() const { return constants; }
  llvm::ArrayRef<LinearLayer> layers() const { return linear; }
  /// The weight of `layer`, by the channels that it makes; null if it cannot be
  /// rewritten.
  const ChannelWeight *madeBy(const LinearLayer &layer) const;
  /// Over the axes of `value`; null if it has no channels.
  const ChannelMap *mapOf(mlir::Value value) const;

private:
  void visit(mlir::Operation *op);
  void visitContraction(mlir::linalg::LinalgOp op);
  void visitLayer(mlir::linalg::LinalgOp op, mlir::OpOperand &input,
                  mlir::OpOperand &weight);
  void visitProduct(mlir::linalg::LinalgOp op);
  void visitElementwise(mlir::linalg::LinalgOp op);
  /// The channels of what `op` looks up, over the axes of its result; nothing
  /// if it has none, or does more than copy them.
  std::optional<ChannelMap> lookedUp(mlir::linalg::LinalgOp op);
  /// The channels of `following`, operands of degree 1 and at least the first
  /// of them with channels, to the results of `op`.
  void follow(mlir::linalg::LinalgOp op,
              llvm::ArrayRef<mlir::OpOperand *> following,
              const BodyDegrees &body);
  void visitMove(mlir::Operation *op);
  void visitConcat(mlir::tensor::ConcatOp op);
  std::optional<ChannelMap> sliced(mlir::tensor::ExtractSliceOp op,
                                   const ChannelMap &map);
  void cutBlocks(mlir::tensor::ExtractSliceOp op, const ChannelMap &map);
  /// Notes that `operand` is made of the channels of `loops`. False, with
  /// nothing changed, if it is no constant that can be rewritten.
  bool addWeight(mlir::linalg::LinalgOp op, mlir::OpOperand &operand,
                 const ChannelMap &loops, bool reads);
  /// Joins what is added to the channels of `loops`, an initial value or a
  /// second operand. False if it cannot follow them.
  bool addTo(mlir::linalg::LinalgOp op, mlir::OpOperand &operand,
             const ChannelMap &loops);
  /// Channels of `loops` must not be mixed across the loops of `indexing`, for
  /// a `reason` that lives for ever.
  void limitBlocks(const ChannelMap &loops, mlir::AffineMap indexing,
                   llvm::StringRef reason);
  /// Channels of `loops` must not be mixed where `indexing` has their loop in
  /// two places: each is read in a row of its own.
  void limitReadAcross(const ChannelMap &loops, mlir::AffineMap indexing);
  void setMap(mlir::Value value, std::optional<ChannelMap> map);
  void pin(const ChannelMap &map, const llvm::Twine &reason);
  void pinOperands(mlir::Operation *op, const llvm::Twine &reason);

  /// True if every channel of `value`, which has some, is pinned.
  bool staysAsItIs(mlir::Value value) const;
  std::optional<ChannelMap> loopsOf(mlir::linalg::LinalgOp op,
                                    mlir::OpOperand &operand) const;

  ChannelClasses channels;
  std::vector<ChannelWeight> constants;
  std::vector<LinearLayer> linear;
  llvm::DenseMap<mlir::Value, ChannelMap> maps;
};

} // namespace hwlock

#endif // HWLOCK_SOFT_CHANNELANALYSIS_H
