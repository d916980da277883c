//===- ProfileRules.cpp - What a profile may contain ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ProfileItems.h"
#include "hwlock/Core/QuietChains.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Format/CpuFeatures.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Support/Utf8.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;

static Error rule(const std::string &broken) {
  return badInput("profile " + broken);
}

static std::string counts(size_t expected, size_t found) {
  return "; expected " + std::to_string(expected) + ", found " +
         std::to_string(found);
}

static Result<void> checkClock(const Profile &profile) {
  size_t probes = profile.probes.size();
  if (!(profile.sources & layout::sourceClock)) {
    if (probes || profile.symbols.size() || profile.quietSymbols.size())
      return rule("has clock symbols without the clock source");
    return {};
  }
  if (probes < layout::minProbes || probes > layout::maxProbes)
    return rule("has " + std::to_string(probes) + " probes; expected " +
                std::to_string(layout::minProbes) + " to " +
                std::to_string(layout::maxProbes));
  if (profile.probes.back() >= HWLOCK_MAX_CHAINS ||
      std::adjacent_find(profile.probes.begin(), profile.probes.end(),
                         std::greater_equal<>()) != profile.probes.end())
    return rule("has probes that are not strictly ascending and below " +
                std::to_string(HWLOCK_MAX_CHAINS));
  if (profile.symbols.size() != probes)
    return rule("has a wrong number of symbols" +
                counts(probes, profile.symbols.size()));
  if (profile.quietSymbols.size() != core::quietChains().count)
    return rule("has a wrong number of quiet symbols" +
                counts(core::quietChains().count, profile.quietSymbols.size()));
  return {};
}

static Result<void> checkFeatures(const Profile &profile) {
  auto mask = cpuFeatureMask(profile.features);
  if (!mask)
    return rule("names a CPU feature that the file format does not know");
  if (cpuFeaturesOf(*mask) != profile.features)
    return rule("has CPU features that are not sorted or not unique");
  return {};
}

Result<void> rt::checkProfile(const Profile &profile) {
  if (profile.sources == 0 || (profile.sources & ~layout::machineSources))
    return rule("names no source or an unknown one");
  if (profile.name.size() > 255)
    return rule("has a name of " + std::to_string(profile.name.size()) +
                " bytes; expected at most 255");
  if (!isPrintableUtf8(profile.name))
    return rule("has a name that is not printable UTF-8");
  if (auto result = checkFeatures(profile); !result)
    return result;
  auto precision = profile.precision.span();
  if (!(profile.sources & layout::sourcePrecision) &&
      std::any_of(precision.begin(), precision.end(),
                  [](uint8_t byte) { return byte != 0; }))
    return rule("has precision bytes without the precision source");
  if (auto result = checkItems(profile); !result)
    return result;
  return checkClock(profile);
}
