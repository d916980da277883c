//===- SlotItems.cpp - What a slot stores for its sources -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Format/Vault.h"
#include "hwlock/Support/ByteStream.h"

using namespace hwlock;
using namespace hwlock::rt;

std::vector<uint8_t> rt::packItems(std::span<const SlotItem> items) {
  ByteWriter writer;
  for (const SlotItem &item : items) {
    writer.u16(static_cast<uint16_t>(item.bytes.size()));
    writer.raw(item.bytes);
  }
  return writer.release();
}

Result<std::vector<SlotItem>>
rt::unpackItems(uint8_t sources, std::span<const uint8_t> binding) {
  std::vector<SlotItem> items;
  ByteReader reader(binding);
  for (unsigned bit = 1; bit <= layout::knownSources; bit <<= 1) {
    if (!(sources & layout::bindingSources & bit))
      continue;
    auto bytes = reader.take(reader.u16());
    if (!reader.ok() || bytes.empty() || bytes.size() > layout::maxItemBytes)
      return badInput("the binding of a slot does not hold what its sources "
                      "store");
    items.push_back({static_cast<uint8_t>(bit), {bytes.begin(), bytes.end()}});
  }
  if (!reader.atEnd())
    return badInput("the binding of a slot goes on after its end");
  return items;
}
