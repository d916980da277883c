//===- CommonShift.h - What adds the same to all channels -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_COMMONSHIFT_H
#define HWLOCK_LIB_SOFT_COMMONSHIFT_H

#include "hwlock/Soft/ChannelAnalysis.h"
#include <string>

namespace hwlock {

/// Why the weight of `layer` cannot add the same to all channels of its result,
/// which lie there as `map` says; empty if it can. `weight` and `map` are null
/// if they are not known.
llvm::StringRef whyNoCommonShift(LinearLayer layer, const ChannelWeight *weight,
                                 const ChannelMap *map);

/// Follows what happens when something is added to the result of a layer that
/// is the same for all of its channels, but may differ from row to row: a
/// residual sum keeps it, the mean over the channels has it once, and what
/// subtracts the mean has it no more. True if nothing of it is left in what the
/// function computes and none of `kept` would have it; otherwise `reason` says
/// what would see it.
bool commonShiftVanishes(LinearLayer layer, const ChannelMap &map,
                         llvm::ArrayRef<mlir::Value> kept, std::string &reason);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_COMMONSHIFT_H
