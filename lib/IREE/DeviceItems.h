//===- DeviceItems.h - What a vault stores for devices --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_IREE_DEVICEITEMS_H
#define HWLOCK_LIB_IREE_DEVICEITEMS_H

#include "hwlock/Format/Vault.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

namespace hwlock::iree {

/// An item whose secret only the host can obtain.
struct DeviceItem {
  /// One bit of layout::bindingSources.
  uint8_t source;
  /// Where its bytes are in those of the vault. Tells items apart: the decoder
  /// asks in an order, and for a selection, of its own.
  uint64_t offset;
  /// Part of the bytes that deviceItems() was given.
  llvm::ArrayRef<uint8_t> bytes;
};

/// The items of `vault`, as writeVault() wrote it, that the decoder may ask a
/// host for; none of an owner's slot.
llvm::SmallVector<DeviceItem> deviceItems(llvm::ArrayRef<uint8_t> vault);

} // namespace hwlock::iree

#endif // HWLOCK_LIB_IREE_DEVICEITEMS_H
