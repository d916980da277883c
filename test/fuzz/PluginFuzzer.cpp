//===- PluginFuzzer.cpp - Arbitrary bytes as the item of a plug-in --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Require.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
#include <algorithm>

using namespace hwlock;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::span<const uint8_t> bytes(data, size);
  auto item = rt::readPluginItem(bytes);
  if (item)
    fuzz::require(std::ranges::equal(rt::writePluginItem(*item), bytes),
                  "one encoding for each item");
  else
    fuzz::require(item.error().status == Status::BadInput, "a bad item");
  return 0;
}
