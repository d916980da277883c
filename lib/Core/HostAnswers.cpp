//===- HostAnswers.cpp - Ask the host for the secrets of a slot -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "HostAnswers.h"
#include "hwlock/Core/Decoder.h"

using namespace hwlock;
using namespace hwlock::core;

/// Size of the fixed value that stands for a missing secret.
static constexpr uint8_t absentBytes = 32;

static Status askOnce(const HwlockHost *host, const SlotView &slot,
                      uint8_t source, uint8_t *secret, uint8_t &size) {
  if (!host || !host->secret)
    return Status::Environment;
  ItemView item = slotItem(slot, source);
  uint32_t given = 0;
  auto status = static_cast<Status>(host->secret(
      host->context, source, item.bytes, item.size, secret, &given));
  if (status == Status::Ok && (given == 0 || given > HWLOCK_MAX_SECRET_BYTES))
    status = Status::Environment;
  if (status == Status::Ok)
    size = static_cast<uint8_t>(given);
  return status;
}

Status core::askHost(const HwlockHost *host, const SlotView &slot,
                     HostSecrets &secrets) {
  Status first = Status::Ok;
  uint32_t next = 0;
  hwlock_core_wipe(&secrets, sizeof secrets);
  for (uint32_t bit = 1; bit <= layout::knownSources; bit <<= 1) {
    if (!(slot.sources & layout::bindingSources & bit))
      continue;
    uint8_t *secret = secrets.bytes[next];
    uint8_t &size = secrets.size[next++];
    Status status = askOnce(host, slot, uint8_t(bit), secret, size);
    if (status == Status::Ok)
      continue;
    hwlock_core_wipe(secret, HWLOCK_MAX_SECRET_BYTES);
    size = absentBytes;
    if (first == Status::Ok)
      first = status;
  }
  return first;
}
