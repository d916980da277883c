//===- DeviceItems.cpp - What a vault stores for devices ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "DeviceItems.h"
#include "hwlock/Core/VaultView.h"

using namespace hwlock;
using namespace hwlock::iree;

static constexpr uint32_t askedSources =
    layout::bindingSources & layout::machineSources;

llvm::SmallVector<DeviceItem> iree::deviceItems(llvm::ArrayRef<uint8_t> vault) {
  core::VaultView view;
  uint32_t faulty;
  llvm::SmallVector<DeviceItem> items;
  if (core::parseVault(vault.data(), vault.size(), view, faulty) !=
      core::VaultFault::None)
    return items;
  uint64_t offset = layout::headerBytes;
  for (uint32_t i = 0; i < view.slotCount; ++i) {
    core::SlotView slot = core::slotAt(view, offset);
    for (uint32_t bit = 1; bit <= layout::knownSources; bit <<= 1) {
      if (!(slot.sources & askedSources & bit))
        continue;
      core::ItemView item = core::slotItem(slot, uint8_t(bit));
      items.push_back({uint8_t(bit),
                       uint64_t(item.bytes - vault.data()),
                       {item.bytes, item.size}});
    }
    offset = slot.end;
  }
  return items;
}
