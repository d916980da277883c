//===- CInterface.cpp - What functions of hwlock-c/*.h have in common -----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/CInterface.h"
#include "hwlock/Support/Version.h"

using namespace hwlock;
using rt::Result;

static_assert(HWLOCK_USAGE == static_cast<int>(Status::Usage) &&
                  HWLOCK_BAD_INPUT == static_cast<int>(Status::BadInput) &&
                  HWLOCK_NOT_AUTHORISED ==
                      static_cast<int>(Status::NotAuthorised) &&
                  HWLOCK_CORRUPT == static_cast<int>(Status::Corrupt) &&
                  HWLOCK_ENVIRONMENT == static_cast<int>(Status::Environment),
              "the header repeats the exit codes");

uint32_t hwlock_abi_version() { return HWLOCK_ABI_VERSION; }

const char *hwlock_version() { return versionString; }

const char *hwlock_text_get(const hwlock_text *text) {
  return text->text.c_str();
}

void hwlock_text_free(hwlock_text *text) { delete text; }

Result<std::vector<std::string>> c::textsOf(const char *const *texts,
                                            size_t count) {
  std::vector<std::string> found;
  for (size_t index = 0; index < count; ++index) {
    if (!texts || !texts[index])
      return usage("text " + std::to_string(index) + " of a list is null");
    found.push_back(texts[index]);
  }
  return found;
}

void c::give(hwlock_text **out, std::string value) {
  if (out)
    *out = new hwlock_text{std::move(value)};
}

int32_t c::giveFailure(const rt::Error &error, hwlock_text **failure,
                       const std::string &notes) {
  std::string text;
  for (const std::string *part : {&error.message, &notes, &error.hint})
    if (!part->empty())
      text += (text.empty() ? "" : "\n") + *part;
  give(failure, std::move(text));
  return static_cast<int32_t>(error.status);
}

rt::Error c::usage(std::string message, std::string hint) {
  return {Status::Usage, std::move(message), std::move(hint)};
}

Result<void> c::require(const char *text, const char *name) {
  if (text && *text)
    return {};
  return usage(std::string("no ") + name + " given");
}

Result<rt::HostOptions> c::hostOf(const hwlock_devices &devices) {
  auto paths = textsOf(devices.plugins, devices.plugin_count);
  if (!paths)
    return paths.error();
  auto loaded = rt::loadPlugins(*paths);
  if (!loaded)
    return loaded.error();
  return rt::HostOptions{textOf(devices.tcti), std::move(*loaded)};
}
