//===- CpuFeatures.h - Names and bits of CPU features ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The published table behind the feature mask of a profile. Bits are part of
// the file format: they are added, never reused. Which of them a CPU has is
// found out by Fingerprint.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_FORMAT_CPUFEATURES_H
#define HWLOCK_FORMAT_CPUFEATURES_H

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hwlock::rt {

/// All features in LLVM's spelling; the index is the bit.
std::span<const std::string_view> cpuFeatureNames();

/// Nothing if the table lacks one of `names`.
std::optional<uint64_t> cpuFeatureMask(std::span<const std::string> names);

/// Names of the bits of `mask`, sorted. Nothing if a bit has no name.
std::optional<std::vector<std::string>> cpuFeaturesOf(uint64_t mask);

} // namespace hwlock::rt

#endif // HWLOCK_FORMAT_CPUFEATURES_H
