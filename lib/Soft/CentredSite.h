//===- CentredSite.h - Layers that read what a layer norm makes -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_CENTREDSITE_H
#define HWLOCK_LIB_SOFT_CENTREDSITE_H

#include "hwlock/Soft/CentredValues.h"
#include "hwlock/Soft/ChannelAnalysis.h"
#include <optional>

namespace hwlock {

/// A layer that sums over all channels of a centred value.
struct CentredSite {
  LinearLayer layer;
  const CentredValue *input;
  /// The weight by the channels of the input, and by those that the layer
  /// makes.
  ChannelWeight reads, makes;
};

/// `layer` as a site; otherwise `reason` says why not. The gains of the input,
/// the largest over the smallest, may spread by up to `maxSpread`.
std::optional<CentredSite> centredSite(LinearLayer layer,
                                       const ChannelAnalysis &analysis,
                                       const CentredValues &centred,
                                       double maxSpread,
                                       llvm::StringRef &reason);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_CENTREDSITE_H
