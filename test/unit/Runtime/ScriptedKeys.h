//===- ScriptedKeys.h - Random numbers of a test's choice -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_UNIT_RUNTIME_SCRIPTEDKEYS_H
#define HWLOCK_TEST_UNIT_RUNTIME_SCRIPTEDKEYS_H

#include "hwlock/Support/KeyProvider.h"
#include <algorithm>
#include <vector>

namespace hwlock::test {

/// Fills the first request with the first byte, and so on; fails beyond the
/// last.
class ScriptedKeys final : public rt::KeyProvider {
public:
  explicit ScriptedKeys(std::vector<uint8_t> script)
      : script(std::move(script)) {}

  rt::Result<void> fill(std::span<uint8_t> bytes) override {
    if (exhausted())
      return rt::environmentError("one draw more than was foreseen");
    std::ranges::fill(bytes, script[next++]);
    return {};
  }
  bool exhausted() const { return next == script.size(); }

private:
  std::vector<uint8_t> script;
  size_t next = 0;
};

} // namespace hwlock::test

#endif // HWLOCK_TEST_UNIT_RUNTIME_SCRIPTEDKEYS_H
