//===- SourcePlugin.cpp - Sources from shared objects ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/SourcePlugin.h"
#include "PluginRules.h"
#include "hwlock/Core/VaultLayout.h"
#include <algorithm>
#include <cstring>
#include <dlfcn.h>

using namespace hwlock;
using namespace hwlock::rt;

static constexpr char entryName[] = "hwlock_source_plugin";
static constexpr char abiHint[] =
    "build it against hwlock-c/SourcePlugin.h of this hwlock";

namespace {

/// A HwlockPluginResponse that is wiped.
struct Response : HwlockPluginResponse {
  Response() : HwlockPluginResponse{} {}
  Response(const Response &) = delete;
  Response &operator=(const Response &) = delete;
  ~Response() { wipe({reinterpret_cast<uint8_t *>(this), sizeof *this}); }
};

} // namespace

Result<SourcePlugin> SourcePlugin::check(const HwlockSourcePlugin *table,
                                         const std::string &path) {
  auto fault = [&](const std::string &what) {
    return badInput("'" + path + "' is no usable plug-in: " + what, abiHint);
  };
  if (!table)
    return fault(std::string(entryName) + "() returned nothing");
  // First of all: another version may have another layout.
  if (table->abi_version != HWLOCK_SOURCE_PLUGIN_ABI)
    return fault("it has version " + std::to_string(table->abi_version) +
                 " of the interface; expected " +
                 std::to_string(HWLOCK_SOURCE_PLUGIN_ABI));
  if (!table->name)
    return fault("it has no name");
  // No longer than needed to see that it is too long.
  std::string name(table->name,
                   ::strnlen(table->name, HWLOCK_PLUGIN_MAX_NAME + 1));
  if (!isPluginName(name))
    return fault("its name is not 1 to " +
                 std::to_string(HWLOCK_PLUGIN_MAX_NAME) +
                 " characters of a-z, 0-9 and '-'");
  if (!isPluginEntropy(table->min_entropy_bits))
    return fault("it declares " + std::to_string(table->min_entropy_bits) +
                 " bits of min-entropy; expected 1 to " +
                 std::to_string(maxPluginEntropyBits));
  if (!table->enrol || !table->respond)
    return fault("it lacks one of the functions enrol and respond");
  return SourcePlugin(table, std::move(name));
}

Result<SourcePlugin> SourcePlugin::load(const std::string &path) {
  std::string file = path.find('/') == std::string::npos ? "./" + path : path;
  // Never closed: libraries of devices leave threads and exit handlers behind.
  void *library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *why = ::dlerror();
    return badInput("cannot load the plug-in '" + path +
                    "': " + (why ? why : "unknown reason"));
  }
  auto entry = reinterpret_cast<decltype(&hwlock_source_plugin)>(
      ::dlsym(library, entryName));
  if (!entry)
    return badInput("'" + path + "' is no usable plug-in: it does not export " +
                        entryName + "()",
                    abiHint);
  return check(entry(), path);
}

Result<std::vector<SourcePlugin>>
rt::loadPlugins(std::span<const std::string> paths) {
  std::vector<SourcePlugin> loaded;
  for (const std::string &path : paths) {
    auto plugin = SourcePlugin::load(path);
    if (!plugin)
      return plugin.error();
    for (const SourcePlugin &other : loaded)
      if (other.name() == plugin->name())
        return badInput("'" + path + "' is a second plug-in named '" +
                            plugin->name() + "'",
                        "load one of them");
    loaded.push_back(std::move(*plugin));
  }
  return loaded;
}

unsigned SourcePlugin::minEntropyBits() const {
  return table->min_entropy_bits;
}

/// What the plug-in says about its failure, fit for a terminal.
static std::string reasonOf(HwlockPluginResponse &response) {
  size_t size = ::strnlen(response.message, sizeof response.message);
  std::string reason(response.message, size);
  for (char &c : reason)
    if (c < ' ' || c > '~')
      c = '?';
  return reason.empty() ? "it does not say why" : reason;
}

/// Checks what a call of `name` returned and takes its response.
static Result<SecretBuffer> takeResponse(int status, const std::string &name,
                                         uint32_t bits, Response &response) {
  std::string plugin = "plug-in '" + name + "'";
  switch (status) {
  case HWLOCK_PLUGIN_OK:
    break;
  case HWLOCK_PLUGIN_OTHER_DEVICE:
    return Error{Status::NotAuthorised,
                 plugin + " has another device: " + reasonOf(response), ""};
  case HWLOCK_PLUGIN_UNAVAILABLE:
    return environmentError(plugin + " has no device: " + reasonOf(response));
  default:
    return environmentError(plugin + " returned the unknown status " +
                            std::to_string(status));
  }
  if (!isPluginResponse(response.size, bits))
    return environmentError(
        plugin + " gave a response of " + std::to_string(response.size) +
        " bytes; expected 1 to " + std::to_string(HWLOCK_PLUGIN_MAX_RESPONSE) +
        ", and as many as its " + std::to_string(bits) + " bits need");
  return SecretBuffer(std::span<const uint8_t>(response.bytes, response.size));
}

Result<ProfileItem> SourcePlugin::enrol() const {
  HwlockPluginChallenge challenge{};
  Response response;
  int status = table->enrol(&challenge, &response);
  auto secret = takeResponse(status, pluginName, minEntropyBits(), response);
  if (!secret)
    return secret.error();
  if (challenge.size > HWLOCK_PLUGIN_MAX_CHALLENGE)
    return environmentError(
        "plug-in '" + pluginName + "' made a challenge of " +
        std::to_string(challenge.size) + " bytes; expected at most " +
        std::to_string(HWLOCK_PLUGIN_MAX_CHALLENGE));
  PluginItem item{pluginName,
                  static_cast<uint16_t>(minEntropyBits()),
                  {challenge.bytes, challenge.bytes + challenge.size}};
  // A device that answers otherwise the next time would lock its owner out.
  auto again = respond(item.challenge);
  if (!again)
    return again.error();
  if (!constantTimeEqual(again->span(), secret->span()))
    return environmentError("plug-in '" + pluginName +
                            "' gave two responses to the same challenge");
  return ProfileItem{layout::sourcePlugin, writePluginItem(item),
                     std::move(*secret)};
}

Result<SecretBuffer>
SourcePlugin::respond(std::span<const uint8_t> challenge) const {
  HwlockPluginChallenge asked{};
  if (challenge.size() > sizeof asked.bytes)
    return badInput("challenge has " + std::to_string(challenge.size()) +
                    " bytes; expected at most " +
                    std::to_string(sizeof asked.bytes));
  asked.size = challenge.size();
  std::copy(challenge.begin(), challenge.end(), asked.bytes);
  Response response;
  int status = table->respond(&asked, &response);
  return takeResponse(status, pluginName, minEntropyBits(), response);
}
