//===- Bind.cpp - Bind a slot to a key in a TPM ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs where the model is locked: no TPM is involved.
//===----------------------------------------------------------------------===//
#include "Certificate.h"
#include "Credential.h"
#include "hwlock/Fingerprint/Tpm2.h"

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

static Result<Credential> attest(const ProfileData &data,
                                 const std::string &roots, KeyProvider &keys) {
  if (data.certificate.empty())
    return badInput("the profile has no certificate of its TPM",
                    "without --tpm-roots it is taken on trust");
  if (auto trusted = verifyCertificate(data.certificate, roots); !trusted)
    return trusted.error();
  auto endorsement = endorsedKey(data.certificate);
  if (!endorsement)
    return endorsement.error();
  return makeCredential(*endorsement, nameOf(deviceKeyArea(data.key.point)),
                        keys);
}

Result<BoundItem> rt::bindTpm2(const ProfileItem &item,
                               const std::string &rootsDirectory,
                               KeyProvider &keys) {
  auto data = readProfileData(item.data);
  if (!data)
    return data.error();
  auto agreement = agreeWith(data->key.point, keys);
  if (!agreement)
    return agreement.error();
  SlotData slot{data->key, agreement->ephemeral, {}};
  if (rootsDirectory.empty())
    return BoundItem{writeSlotData(slot), std::move(agreement->shared)};
  auto credential = attest(*data, rootsDirectory, keys);
  if (!credential)
    return credential.error();
  slot.challenge = std::move(credential->challenge);
  return BoundItem{writeSlotData(slot),
                   slotSecret(agreement->shared, credential->secret)};
}
