//===- ProfileItems.h - Bytes of the items of a profile -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_FORMAT_PROFILEITEMS_H
#define HWLOCK_LIB_FORMAT_PROFILEITEMS_H

#include "hwlock/Format/Profile.h"
#include "hwlock/Support/ByteStream.h"

namespace hwlock::rt {

size_t itemsSize(std::span<const ProfileItem> items);

/// Writes the items to `out`, which holds itemsSize(); returns its end.
uint8_t *writeItems(std::span<const ProfileItem> items, uint8_t *out);

/// Reads what writeItems() writes for `sources` and nothing else.
Result<std::vector<ProfileItem>> readItems(uint8_t sources,
                                           std::span<const uint8_t> bytes);

/// Says which rule of docs/FileFormat.md the items of `profile` break.
Result<void> checkItems(const Profile &profile);

} // namespace hwlock::rt

#endif // HWLOCK_LIB_FORMAT_PROFILEITEMS_H
