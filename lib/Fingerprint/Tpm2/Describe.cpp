//===- Describe.cpp - What is to be said about a key in a TPM -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Items.h"
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
