//===- NormSides.h - Which side of a layer norm amplifies -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_NORMSIDES_H
#define HWLOCK_LIB_SOFT_NORMSIDES_H

#include "CentredSite.h"
#include <optional>
#include <vector>

namespace hwlock {

/// A layer, and how it reads a layer norm, if it does.
struct NormReader {
  LinearLayer layer;
  std::optional<CentredSite> site;
  /// Why there is no site.
  llvm::StringRef reason;
  /// True if hwlock-head-mix could rewrite its weight, with its default block.
  bool isMixable;

  bool isHead() const { return site && isMixable; }
};

/// All layers of a function, in their order. `maxSpread` as in
/// `centredSite()`.
std::vector<NormReader> normReaders(const ChannelAnalysis &analysis,
                                    const CentredValues &centred,
                                    double maxSpread);

/// True if hwlock-ln-null-out could rewrite a layer unless the heads among
/// `readers` are left to hwlock-head-mix: it adds nothing in front of layer
/// norms that hwlock-ln-null-in amplifies behind.
bool nullOutNeedsHeads(const ChannelAnalysis &analysis,
                       llvm::ArrayRef<NormReader> readers);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_NORMSIDES_H
