//===- Open.cpp - Ask a TPM for the secret of a slot ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Endorsement.h"
#include "Keys.h"
#include "hwlock/Fingerprint/Tpm2.h"

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

Result<SecretBuffer> rt::tpm2Secret(std::span<const uint8_t> binding,
                                    const Tpm2Options &options) {
  auto slot = readSlotData(binding);
  if (!slot)
    return Error{Status::NotAuthorised, slot.error().message, ""};
  auto connection = Context::connect(options.tcti);
  if (!connection)
    return connection.error();
  Context &tpm = **connection;
  auto root = storageRoot(tpm, slot->key.root);
  if (!root)
    return root.error();
  auto session = startSession(tpm, *root);
  if (!session)
    return session.error();
  auto key = loadDeviceKey(tpm, *root, *session, slot->key);
  if (!key)
    return key.error();
  auto secret = agree(tpm, *key, *session, slot->ephemeral);
  if (!secret || !slot->challenge)
    return secret;
  auto released = answer(tpm, *key, *session, *slot->challenge);
  if (!released)
    return released.error();
  return slotSecret(*secret, *released);
}
