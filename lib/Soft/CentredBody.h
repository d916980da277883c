//===- CentredBody.h - What a scalar body does to sums over channels ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_CENTREDBODY_H
#define HWLOCK_LIB_SOFT_CENTREDBODY_H

#include "hwlock/Soft/ChannelMap.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"
#include <vector>

namespace hwlock {

/// What is known of a number, as one of the channels c of some x whose sum over
/// its channels is S.
struct ChannelForm {
  enum Kind {
    Unknown,
    /// The same for all channels.
    Row,
    /// shift_c
    Constant,
    /// ofElement * x_c + ofSum * S
    Linear,
    /// gain_c * n_c + shift_c, where the sum of n_c is zero.
    Centred,
  };
  Kind kind = Unknown;
  double ofElement = 0, ofSum = 0;
  std::vector<double> gain, shift;

  static ChannelForm row();
  static ChannelForm constant(std::vector<double> values);
  static ChannelForm linear(double ofElement, double ofSum);

  /// True if it does not differ from channel to channel.
  bool isRow() const;
};

/// Evaluates a body over forms.
class CentredBody {
public:
  /// The channels lie along `loops`, which must outlive this.
  CentredBody(int64_t channels, const ChannelMap &loops)
      : channels(channels), loops(loops) {}

  void set(mlir::Value value, ChannelForm form) {
    forms[value] = std::move(form);
  }
  /// Of a value of the body, or of a scalar that it captures.
  ChannelForm of(mlir::Value value) const;
  void evaluate(mlir::Operation &op);

private:
  ChannelForm add(const ChannelForm &a, const ChannelForm &b,
                  double sign) const;
  ChannelForm multiply(const ChannelForm &a, const ChannelForm &b) const;
  ChannelForm reciprocal(const ChannelForm &a) const;

  int64_t channels;
  const ChannelMap &loops;
  llvm::DenseMap<mlir::Value, ChannelForm> forms;
};

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_CENTREDBODY_H
