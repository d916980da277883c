//===- PluginItem.cpp - What profiles and slots keep of a plug-in ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "PluginRules.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
#include "hwlock/Support/ByteStream.h"
#include <algorithm>
#include <cassert>

using namespace hwlock;
using namespace hwlock::rt;

bool rt::isPluginName(std::string_view name) {
  return !name.empty() && name.size() <= HWLOCK_PLUGIN_MAX_NAME &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

std::vector<uint8_t> rt::writePluginItem(const PluginItem &item) {
  assert(isPluginName(item.name) && isPluginEntropy(item.minEntropyBits) &&
         item.challenge.size() <= HWLOCK_PLUGIN_MAX_CHALLENGE);
  ByteWriter writer;
  writer.u8(static_cast<uint8_t>(item.name.size()));
  writer.text(item.name);
  writer.u16(item.minEntropyBits);
  writer.u16(static_cast<uint16_t>(item.challenge.size()));
  writer.raw(item.challenge);
  return writer.release();
}

Result<PluginItem> rt::readPluginItem(std::span<const uint8_t> bytes) {
  ByteReader reader(bytes);
  PluginItem item;
  auto name = reader.take(reader.u8());
  item.name.assign(name.begin(), name.end());
  item.minEntropyBits = reader.u16();
  auto challenge = reader.take(reader.u16());
  item.challenge.assign(challenge.begin(), challenge.end());
  if (!reader.ok())
    return badInput("item of a plug-in is truncated: it has " +
                    std::to_string(bytes.size()) + " bytes");
  if (!reader.atEnd())
    return badInput("item of a plug-in goes on after its end; expected " +
                    std::to_string(reader.position()) + " bytes, found " +
                    std::to_string(bytes.size()));
  if (!isPluginName(item.name))
    return badInput("item of a plug-in has a name that is not 1 to " +
                    std::to_string(HWLOCK_PLUGIN_MAX_NAME) +
                    " characters of a-z, 0-9 and '-'");
  if (!isPluginEntropy(item.minEntropyBits))
    return badInput("item of plug-in '" + item.name + "' declares " +
                    std::to_string(item.minEntropyBits) +
                    " bits; expected 1 to " +
                    std::to_string(maxPluginEntropyBits));
  if (item.challenge.size() > HWLOCK_PLUGIN_MAX_CHALLENGE)
    return badInput("item of plug-in '" + item.name + "' has a challenge of " +
                    std::to_string(item.challenge.size()) +
                    " bytes; expected at most " +
                    std::to_string(HWLOCK_PLUGIN_MAX_CHALLENGE));
  return item;
}

static std::optional<PluginItem> wellFormed(Result<PluginItem> item) {
  return item ? std::optional(std::move(*item)) : std::nullopt;
}

std::optional<PluginItem> rt::pluginItemOf(const Slot &slot) {
  for (const SlotItem &item : slot.items)
    if (item.source == layout::sourcePlugin)
      return wellFormed(readPluginItem(item.bytes));
  return {};
}

std::optional<PluginItem> rt::pluginItemOf(const Profile &profile) {
  const ProfileItem *item = profile.item(layout::sourcePlugin);
  return item ? wellFormed(readPluginItem(item->data)) : std::nullopt;
}

Result<BoundItem> rt::bindPlugin(const ProfileItem &item) {
  if (item.source != layout::sourcePlugin)
    return badInput("profile has no item of a plug-in",
                    "enrol the machine with '--sources plugin'");
  auto read = readPluginItem(item.data);
  if (!read)
    return read.error();
  if (!isPluginResponse(item.secret.size(), read->minEntropyBits))
    return badInput(
        "profile has a response of " + std::to_string(item.secret.size()) +
        " bytes from plug-in '" + read->name +
        "', too short or too long for the " +
        std::to_string(read->minEntropyBits) + " bits that it declares");
  return BoundItem{item.data, item.secret.clone()};
}

Result<SecretBuffer> rt::pluginSecret(std::span<const uint8_t> item,
                                      std::span<const SourcePlugin> loaded) {
  auto read = readPluginItem(item);
  if (!read)
    return read.error();
  for (const SourcePlugin &plugin : loaded)
    if (plugin.name() == read->name)
      return plugin.respond(read->challenge);
  return environmentError("the plug-in '" + read->name +
                              "', to which the model is locked, is not loaded",
                          "name its library with '--plugin'");
}
