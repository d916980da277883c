//===- ChannelMap.h - Where the channels of a tensor lie ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A network reshapes, transposes and slices its activations; what a rewrite
// needs to know is which elements belong to which channel of the layer that
// made them. An axis is a number of digits, most significant first: of
// tensor<Nx12x32> made from N rows of 384 channels, axis 1 is the digit
// {size 12, stride 32} and axis 2 {size 32, stride 1}.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_SOFT_CHANNELMAP_H
#define HWLOCK_SOFT_CHANNELMAP_H

#include "mlir/Dialect/Utils/ReshapeOpsUtils.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <optional>

namespace hwlock {

/// One digit of an index along an axis.
struct Digit {
  /// ShapedType::kDynamic if it counts any number of places, which a map has as
  /// the first digit of an axis alone, and never for channels.
  int64_t size;
  /// What the digit adds to the number of the channel; 0 if nothing.
  int64_t stride;
  bool operator==(const Digit &) const = default;
};

/// The channel of each element of a tensor: `first` plus its digits times their
/// strides.
class ChannelMap {
public:
  using Axis = llvm::SmallVector<Digit, 2>;

  /// No channels along any of `rank` axes.
  explicit ChannelMap(unsigned rank = 0) : axes(rank) {}

  unsigned rank() const { return axes.size(); }
  int64_t firstChannel() const { return first; }
  /// Empty if the axis has no channel.
  llvm::ArrayRef<Digit> axis(unsigned index) const { return axes[index]; }
  bool onAxis(unsigned index) const { return !axes[index].empty(); }
  bool hasChannels() const;
  /// True if each axis counts channels or something else.
  bool hasAxesOfItsOwn() const;
  /// True if every digit has a known size.
  bool isStatic() const;
  bool operator==(const ChannelMap &) const = default;

  /// Says that `index` counts `size` channels, `stride` apart.
  void setAxis(unsigned index, int64_t size, int64_t stride);
  void setFirstChannel(int64_t channel) { first = channel; }

  /// Digits that are channels, most significant axis first.
  llvm::SmallVector<Digit, 4> digits() const;
  /// Calls `visit` with each channel, in the order of digits().
  void forEach(llvm::function_ref<void(int64_t)> visit) const;
  /// Calls `visit` with the channels of `a` and `b` that lie at one place. An
  /// axis without a channel in one of them repeats it for each of the other.
  /// False if their digits count in different ways.
  static bool forEachPair(const ChannelMap &a, const ChannelMap &b,
                          llvm::function_ref<void(int64_t, int64_t)> visit);

  /// The map after tensor.collapse_shape from `type`; nothing if a dynamic axis
  /// would hide the place of a channel.
  std::optional<ChannelMap>
  collapse(llvm::ArrayRef<mlir::ReassociationIndices> groups,
           mlir::ShapedType type) const;
  /// The map after tensor.expand_shape to `type`; nothing if the new axes do
  /// not divide the digits, or a dynamic one would count channels.
  std::optional<ChannelMap>
  expand(llvm::ArrayRef<mlir::ReassociationIndices> groups,
         mlir::ShapedType type) const;
  /// The map after tensor.reshape, which keeps the order of elements, whatever
  /// the shape is computed from: the static axes behind the last dynamic one of
  /// either type say where channels go. Nothing if they do not say it of all.
  std::optional<ChannelMap> reshape(mlir::ShapedType from,
                                    mlir::ShapedType to) const;
  /// The map of a slice from `type`; nothing if part of an axis of several
  /// digits is cut out.
  std::optional<ChannelMap> slice(llvm::ArrayRef<int64_t> offsets,
                                  llvm::ArrayRef<int64_t> sizes,
                                  llvm::ArrayRef<int64_t> strides,
                                  mlir::ShapedType type) const;
  /// The map of `parts`, each of `size` places along `axis`, one after the
  /// other along it; nothing unless they are alike but for their first
  /// channels, which must be one distance apart.
  static std::optional<ChannelMap> concatenate(llvm::ArrayRef<ChannelMap> parts,
                                               unsigned axis, int64_t size);

  /// The map over the loops of a structured operation whose operand is indexed
  /// by `indexing`; nothing if channels lie along anything but a plain loop.
  std::optional<ChannelMap> toLoops(mlir::AffineMap indexing) const;
  /// The reverse; nothing if the operand is not indexed by every loop that has
  /// channels.
  std::optional<ChannelMap> fromLoops(mlir::AffineMap indexing) const;

private:
  void normalise();
  /// Puts `digits` on the axes `to` of `type`, which takes digits away; false
  /// if these do not divide them.
  bool place(Axis &digits, llvm::ArrayRef<int64_t> to, mlir::ShapedType type);

  llvm::SmallVector<Axis, 4> axes;
  int64_t first = 0;
};

} // namespace hwlock

#endif // HWLOCK_SOFT_CHANNELMAP_H
