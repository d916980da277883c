//===- SoftRemarks.h - What a soft lock did and why not -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_SOFTREMARKS_H
#define HWLOCK_LIB_SOFT_SOFTREMARKS_H

#include "hwlock/Soft/ChannelAnalysis.h"
#include "llvm/ADT/MapVector.h"
#include <optional>

namespace hwlock {

/// What happened to the layers of one function. `verb` is what the rewrite
/// does, as in "scaled".
class SoftRemarks {
public:
  SoftRemarks(mlir::FunctionOpInterface function, llvm::StringRef pass,
              llvm::StringRef verb)
      : function(function), pass(pass), verb(verb) {}

  void changed(LinearLayer layer);
  void kept(LinearLayer layer, llvm::StringRef reason);
  /// One remark for all that changed and one for each reason why others did
  /// not. `groups` is how many numbers an option takes that has one for each.
  void summarise(std::optional<unsigned> groups = std::nullopt);

  int64_t channelsChanged() const { return changedChannels; }
  int64_t channelsKept() const { return keptChannels; }

private:
  mlir::FunctionOpInterface function;
  llvm::StringRef pass, verb;
  unsigned changedLayers = 0;
  int64_t changedChannels = 0, keptChannels = 0;
  llvm::MapVector<llvm::StringRef, unsigned> reasons;
};

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_SOFTREMARKS_H
