//===- CpuFeatures.cpp - Names and bits of CPU features -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Format/CpuFeatures.h"
#include <algorithm>

using namespace hwlock;

static constexpr std::string_view names[] = {
#define HWLOCK_CPU_FEATURE(NAME, WORD, BIT, STATE) NAME,
#include "hwlock/Core/CpuFeatureBits.def"
#undef HWLOCK_CPU_FEATURE
};

std::span<const std::string_view> rt::cpuFeatureNames() { return names; }

std::optional<uint64_t>
rt::cpuFeatureMask(std::span<const std::string> features) {
  uint64_t mask = 0;
  for (const std::string &feature : features) {
    const auto *found = std::find(std::begin(names), std::end(names), feature);
    if (found == std::end(names))
      return std::nullopt;
    mask |= uint64_t(1) << (found - std::begin(names));
  }
  return mask;
}

std::optional<std::vector<std::string>> rt::cpuFeaturesOf(uint64_t mask) {
  if (mask >> std::size(names))
    return std::nullopt;
  std::vector<std::string> features;
  for (size_t bit = 0; bit < std::size(names); ++bit)
    if (mask >> bit & 1)
      features.emplace_back(names[bit]);
  std::sort(features.begin(), features.end());
  return features;
}
