//===- Describe.cpp - What is to be said about a key in a TPM -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Items.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Support/Hex.h"

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

static std::string nameOfKey(const DeviceKey &key) {
  return toHex(nameOf(deviceKeyArea(key.point)));
}

Result<Tpm2Description> rt::describeTpm2Item(std::span<const uint8_t> bytes) {
  auto data = readProfileData(bytes);
  if (!data)
    return data.error();
  return Tpm2Description{nameOfKey(data->key), !data->certificate.empty()};
}

Result<Tpm2Description>
rt::describeTpm2Binding(std::span<const uint8_t> bytes) {
  auto data = readSlotData(bytes);
  if (!data)
    return data.error();
  return Tpm2Description{nameOfKey(data->key), data->challenge.has_value()};
}

static std::optional<Tpm2Description>
valueOf(const Result<Tpm2Description> &result) {
  return result ? std::optional(*result) : std::nullopt;
}

std::optional<Tpm2Description> rt::tpm2Of(const Profile &profile) {
  const ProfileItem *item = profile.item(layout::sourceTpm2);
  return item ? valueOf(describeTpm2Item(item->data)) : std::nullopt;
}

std::optional<Tpm2Description> rt::tpm2Of(const Slot &slot) {
  for (const SlotItem &item : slot.items)
    if (item.source == layout::sourceTpm2)
      return valueOf(describeTpm2Binding(item.bytes));
  return std::nullopt;
}
