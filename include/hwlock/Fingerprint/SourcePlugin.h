//===- SourcePlugin.h - Sources from shared objects -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loads what hwlock-c/SourcePlugin.h describes. A plug-in is native code: its
// path comes from the command line, never from a file. What it returns is
// checked like any input.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_FINGERPRINT_SOURCEPLUGIN_H
#define HWLOCK_FINGERPRINT_SOURCEPLUGIN_H

#include "hwlock/Fingerprint/DeviceSource.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Support/Result.h"
#include <optional>
#include <span>
#include <string>
#include <vector>

struct HwlockSourcePlugin;

namespace hwlock::rt {

/// What profiles and slots keep of a plug-in.
struct PluginItem {
  std::string name;
  /// As declared; 1 to 512.
  uint16_t minEntropyBits = 0;
  std::vector<uint8_t> challenge;
};

/// name length u8, name, bits u16, challenge length u16, challenge.
std::vector<uint8_t> writePluginItem(const PluginItem &item);
/// Reads what writePluginItem() writes and nothing else.
Result<PluginItem> readPluginItem(std::span<const uint8_t> bytes);

/// That of a slot or profile. Nothing if it has none or a malformed one.
std::optional<PluginItem> pluginItemOf(const Slot &slot);
std::optional<PluginItem> pluginItemOf(const Profile &profile);

/// A plug-in in this process; stays loaded.
class SourcePlugin {
public:
  /// BadInput if `path` is no plug-in of this version. A path without '/' means
  /// a file here, not one that the system's linker searches for.
  static Result<SourcePlugin> load(const std::string &path);
  /// What the table of a plug-in may say. `path` is for messages.
  static Result<SourcePlugin> check(const HwlockSourcePlugin *table,
                                    const std::string &path);

  const std::string &name() const { return pluginName; }
  unsigned minEntropyBits() const;

  /// Data: a PluginItem; secret: the response.
  Result<ProfileItem> enrol() const;
  /// NotAuthorised if the plug-in knows that this is another device;
  /// Environment if there is none, or the plug-in breaks its contract.
  Result<SecretBuffer> respond(std::span<const uint8_t> challenge) const;

private:
  SourcePlugin(const HwlockSourcePlugin *table, std::string name)
      : table(table), pluginName(std::move(name)) {}

  const HwlockSourcePlugin *table;
  std::string pluginName;
};

/// Loads all; no two may have the same name.
Result<std::vector<SourcePlugin>>
loadPlugins(std::span<const std::string> paths);

/// Binding: the PluginItem. BadInput if SourcePlugin::enrol() did not make
/// `item`.
Result<BoundItem> bindPlugin(const ProfileItem &item);

/// Asks the plug-in that `item` names. Environment if it is not among `loaded`.
Result<SecretBuffer> pluginSecret(std::span<const uint8_t> item,
                                  std::span<const SourcePlugin> loaded);

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_SOURCEPLUGIN_H
