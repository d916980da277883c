//===- ProfileItems.cpp - Bytes of the items of a profile -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ProfileItems.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Format/Sources.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;

/// Sizes in front of the data and of the secret.
static constexpr size_t itemHeaderBytes = 4;
/// Sources that store an item in a profile.
static constexpr uint8_t itemSources =
    layout::bindingSources & layout::machineSources;

const ProfileItem *Profile::item(uint8_t source) const {
  auto found =
      std::find_if(items.begin(), items.end(), [&](const ProfileItem &item) {
        return item.source == source;
      });
  return found == items.end() ? nullptr : &*found;
}

size_t rt::itemsSize(std::span<const ProfileItem> items) {
  size_t size = 0;
  for (const ProfileItem &item : items)
    size += itemHeaderBytes + item.data.size() + item.secret.size();
  return size;
}

uint8_t *rt::writeItems(std::span<const ProfileItem> items, uint8_t *out) {
  for (const ProfileItem &item : items) {
    ByteWriter header;
    header.u16(static_cast<uint16_t>(item.data.size()));
    header.u16(static_cast<uint16_t>(item.secret.size()));
    out = std::copy(header.view().begin(), header.view().end(), out);
    out = std::copy(item.data.begin(), item.data.end(), out);
    out = std::copy_n(item.secret.data(), item.secret.size(), out);
  }
  return out;
}

Result<std::vector<ProfileItem>> rt::readItems(uint8_t sources,
                                               std::span<const uint8_t> bytes) {
  std::vector<ProfileItem> items;
  ByteReader reader(bytes);
  for (unsigned bit = 1; bit <= itemSources; bit <<= 1) {
    if (!(sources & itemSources & bit))
      continue;
    uint16_t dataBytes = reader.u16(), secretBytes = reader.u16();
    auto data = reader.take(dataBytes);
    auto secret = reader.take(secretBytes);
    items.push_back({static_cast<uint8_t>(bit),
                     {data.begin(), data.end()},
                     SecretBuffer(secret)});
  }
  if (reader.ok() && reader.atEnd())
    return items;
  return badInput("profile has items that do not fill their room");
}

Result<void> rt::checkItems(const Profile &profile) {
  uint8_t stored = 0;
  for (const ProfileItem &item : profile.items) {
    std::string name = "profile item '" + sourceNames(item.source) + "'";
    if (item.source <= stored)
      return badInput(name + " is not in the order of sources");
    if (item.data.empty() || item.data.size() > maxProfileItemBytes)
      return badInput(name + " has " + std::to_string(item.data.size()) +
                      " bytes; expected 1 to " +
                      std::to_string(maxProfileItemBytes));
    if (item.secret.size() > HWLOCK_MAX_SECRET_BYTES)
      return badInput(name + " has a secret of " +
                      std::to_string(item.secret.size()) +
                      " bytes; expected at most " +
                      std::to_string(HWLOCK_MAX_SECRET_BYTES));
    stored |= item.source;
  }
  if (stored == (profile.sources & itemSources))
    return {};
  return badInput("profile has items that are not those of its sources");
}
