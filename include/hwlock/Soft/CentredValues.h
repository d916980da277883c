//===- CentredValues.h - What has a known sum over channels ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What subtracts its mean over channels adds up to zero over them, and still
// does when a row of it is scaled; a gain and a shift for each channel behind
// that leave the sum of 1/gain times the channel a constant. So it is behind a
// layer norm, which is matched nowhere: each operation behind a sum over
// channels is evaluated over the forms of CentredBody.h.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_SOFT_CENTREDVALUES_H
#define HWLOCK_SOFT_CENTREDVALUES_H

#include "hwlock/Soft/ChannelMap.h"
#include "mlir/IR/Value.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/DenseMap.h"
#include <vector>

namespace hwlock {

/// y_c = gain_c * n_c + shift_c, where the sum of n_c over the channels c is
/// zero for each place among the other axes.
struct CentredValue {
  ChannelMap map;
  std::vector<double> gain, shift;
  /// What the mean was taken of.
  mlir::Value source;
};

/// The values of a function of which that is known.
class CentredValues {
public:
  explicit CentredValues(mlir::FunctionOpInterface function);

  /// Null if nothing is known of `value`.
  const CentredValue *of(mlir::Value value) const;

private:
  llvm::DenseMap<mlir::Value, CentredValue> known;
};

} // namespace hwlock

#endif // HWLOCK_SOFT_CENTREDVALUES_H
