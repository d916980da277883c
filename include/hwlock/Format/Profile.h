//===- Profile.h - What enrolment found out about a machine ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Contents of a .hwp file. Holds a class secret: written with mode 0600 and
// kept in wiped memory.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_FORMAT_PROFILE_H
#define HWLOCK_FORMAT_PROFILE_H

#include "hwlock/Core/HostSecret.h"
#include "hwlock/Core/Measurement.h"
#include "hwlock/Support/Result.h"
#include "hwlock/Support/Secret.h"
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace hwlock::rt {

/// What enrolment stores for a source beside clock and precision: public data
/// of a layout of its own and, unless that is enough to lock, the secret.
struct ProfileItem {
  /// One bit of layout::bindingSources, not that of an owner.
  uint8_t source = 0;
  /// 1 to maxProfileItemBytes.
  std::vector<uint8_t> data;
  /// At most HWLOCK_MAX_SECRET_BYTES.
  SecretBuffer secret;
};
inline constexpr size_t maxProfileItemBytes = 8192;

struct Profile {
  /// Free text, empty unless the user gave one. UTF-8, at most 255 bytes.
  std::string name;
  /// Mask of layout::source* that were measured.
  uint8_t sources = 0;
  /// CPU features that compute kernels may use, in LLVM's spelling, sorted.
  std::vector<std::string> features;
  /// Chains that were stable here, ascending, and their symbols: what a slot
  /// of the error policy uses.
  std::vector<uint8_t> probes;
  SecretBuffer symbols;
  /// Symbols of core::quietChains(): what a garbage slot uses.
  SecretBuffer quietSymbols;
  /// Precision source.
  SecretBytes<HWLOCK_PRECISION_BYTES> precision;
  /// One for each of the other sources, in bit order.
  std::vector<ProfileItem> items;

  /// Null if the profile lacks the source.
  const ProfileItem *item(uint8_t source) const;
};

/// Says which limit or rule of docs/FileFormat.md `profile` breaks, if any.
Result<void> checkProfile(const Profile &profile);

/// Canonical bytes of `profile`, which must pass checkProfile()
/// (docs/FileFormat.md), ending with a SHA-256 of the rest that catches
/// accidents; it proves nothing.
SecretBuffer writeProfile(const Profile &profile);

/// True if `bytes` start as a profile does.
bool looksLikeProfile(std::span<const uint8_t> bytes);

/// Reads what writeProfile() writes and nothing else.
Result<Profile> readProfile(std::span<const uint8_t> bytes);

/// readProfile() of a file; errors name it.
Result<Profile> readProfileFile(const std::string &path);

/// Writes atomically, mode 0600. BadInput if checkProfile() fails.
Result<void> writeProfileFile(const std::string &path, const Profile &profile);

} // namespace hwlock::rt

#endif // HWLOCK_FORMAT_PROFILE_H
