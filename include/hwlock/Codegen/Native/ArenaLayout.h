//===- ArenaLayout.h - Where each weight lives ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_NATIVE_ARENALAYOUT_H
#define HWLOCK_CODEGEN_NATIVE_ARENALAYOUT_H

#include "hwlock/Codegen/Native/EntryPoints.h"
#include <vector>

namespace hwlock {

/// Offsets into the arenas of ModelState. A weight that a kernel reads as it is
/// stays resident; one that is only packed lives in the temporary arena until
/// the load has ended.
struct ArenaLayout {
  struct Place {
    bool resident;
    uint64_t offset;
  };
  /// One for each weight of the signature.
  std::vector<Place> weights;
  /// For each function, one offset in the resident arena per packed result.
  std::vector<std::vector<uint64_t>> packed;
  /// In the temporary arena, memory that all weights share while they are
  /// unsealed.
  uint64_t unsealScratch = 0;
  ArenaSizes sizes;
};

/// Places all weights of `signature`, of which `locations` has one each. Does
/// not set `sizes.scratch`.
ArenaLayout layOutArenas(const ModelSignature &signature,
                         llvm::ArrayRef<SealedLocation> locations);

} // namespace hwlock

#endif // HWLOCK_CODEGEN_NATIVE_ARENALAYOUT_H
