//===- Endorsement.cpp - What a TPM's manufacturer vouches for ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Endorsement.h"
#include "Certificate.h"
#include "Errors.h"
#include "Keys.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

namespace {

/// TCG: EK Credential Profile, 2.2.1.4; Registry of Reserved Handles, 2.3.1.
struct Place {
  TPM2_HANDLE certificate;
  TPM2_HANDLE key;
  size_t uniqueBytes;
};

constexpr Place places[] = {
    {0x01c00002, 0x81010001, modulusBytes},
    {0x01c0000a, 0x81010002, sizeof(Point)},
};

/// Certificate of an endorsement key and the certified key.
struct Endorsement {
  std::vector<uint8_t> certificate, unique;
};

/// A TPM need not return more at once.
constexpr uint16_t readBytes = 512;

} // namespace

static const Place &placeOf(size_t uniqueBytes) {
  return places[uniqueBytes == modulusBytes ? 0 : 1];
}

/// Contents of a non-volatile index; empty if there is none.
static std::vector<uint8_t> readIndex(Context &tpm, TPM2_HANDLE address) {
  ESYS_TR value = ESYS_TR_NONE;
  if (tpm->TR_FromTPMPublic(tpm.esys(), address, ESYS_TR_NONE, ESYS_TR_NONE,
                            ESYS_TR_NONE, &value) != TSS2_RC_SUCCESS)
    return {};
  Handle index(tpm, value, Handle::Kind::Persistent);
  TPM2B_NV_PUBLIC *raw = nullptr;
  if (tpm->NV_ReadPublic(tpm.esys(), index, ESYS_TR_NONE, ESYS_TR_NONE,
                         ESYS_TR_NONE, &raw, nullptr) != TSS2_RC_SUCCESS)
    return {};
  uint16_t size = tpm.own(raw)->nvPublic.dataSize;
  std::vector<uint8_t> contents;
  while (contents.size() < size) {
    uint16_t offset = static_cast<uint16_t>(contents.size());
    uint16_t wanted = std::min<uint16_t>(readBytes, size - offset);
    TPM2B_MAX_NV_BUFFER *part = nullptr;
    if (tpm->NV_Read(tpm.esys(), index, index, ESYS_TR_PASSWORD, ESYS_TR_NONE,
                     ESYS_TR_NONE, wanted, offset, &part) != TSS2_RC_SUCCESS)
      return {};
    auto owned = tpm.own(part);
    if (owned->size != wanted)
      return {};
    contents.insert(contents.end(), owned->buffer, owned->buffer + wanted);
  }
  return contents;
}

static Result<Handle> endorsementKey(Context &tpm, const Place &place,
                                     const Name &name) {
  if (auto key = persistentKey(tpm, place.key); key && key->name() == name)
    return std::move(*key);
  std::vector<uint8_t> zeros(place.uniqueBytes);
  auto key = primaryKey(tpm, ESYS_TR_RH_ENDORSEMENT, endorsementArea(zeros),
                        "the endorsement key");
  if (!key || key->name() == name)
    return key;
  return Error{Status::NotAuthorised,
               "the TPM has another endorsement key than the lock asks for",
               "enroll on this machine and lock again"};
}

/// The certificates in the TPM of keys that hwlock knows.
static std::vector<Endorsement> storedEndorsements(Context &tpm) {
  std::vector<Endorsement> found;
  for (const Place &place : places) {
    auto certificate = trimCertificate(readIndex(tpm, place.certificate));
    auto unique = endorsedKey(certificate);
    if (unique && unique->size() == place.uniqueBytes &&
        certificate.size() <= maxCertificateBytes)
      found.push_back({std::move(certificate), std::move(*unique)});
  }
  return found;
}

Result<std::vector<uint8_t>> tpm2::endorsementCertificate(Context &tpm) {
  for (Endorsement &stored : storedEndorsements(tpm)) {
    auto key = endorsementKey(tpm, placeOf(stored.unique.size()),
                              nameOf(endorsementArea(stored.unique)));
    if (key)
      return std::move(stored.certificate);
    if (key.error().status != Status::NotAuthorised)
      return key.error();
  }
  return std::vector<uint8_t>();
}

/// A session that shows knowledge of the endorsement hierarchy's password, of
/// which there is none by default.
static Result<Handle> endorsementSession(Context &tpm) {
  const char *action = "authorise the endorsement key";
  TPMT_SYM_DEF cipher = {};
  cipher.algorithm = TPM2_ALG_NULL;
  ESYS_TR value = ESYS_TR_NONE;
  TSS2_RC code = tpm->StartAuthSession(
      tpm.esys(), ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE,
      ESYS_TR_NONE, nullptr, TPM2_SE_POLICY, &cipher, TPM2_ALG_SHA256, &value);
  if (code != TSS2_RC_SUCCESS)
    return tpmError(action, code);
  Handle session(tpm, value);
  // Otherwise it would be gone after use, and flushing it an error.
  code = tpm->TRSess_SetAttributes(tpm.esys(), session,
                                   TPMA_SESSION_CONTINUESESSION,
                                   TPMA_SESSION_CONTINUESESSION);
  if (code == TSS2_RC_SUCCESS)
    code = tpm->PolicySecret(tpm.esys(), ESYS_TR_RH_ENDORSEMENT, session,
                             ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE,
                             nullptr, nullptr, nullptr, 0, nullptr, nullptr);
  if (code != TSS2_RC_SUCCESS)
    return tpmError(action, code);
  return session;
}

Result<SecretBuffer> tpm2::answer(Context &tpm, const Handle &key,
                                  const Handle &session,
                                  const Challenge &challenge) {
  const Place &place =
      placeOf(challenge.isRsa() ? modulusBytes : sizeof(Point));
  auto endorsement = endorsementKey(tpm, place, challenge.endorsement);
  if (!endorsement)
    return endorsement.error();
  auto policy = endorsementSession(tpm);
  if (!policy)
    return policy.error();
  TPM2B_ID_OBJECT credential = {};
  credential.size = credentialBytes;
  std::copy(challenge.credential.begin(), challenge.credential.end(),
            credential.credential);
  TPM2B_ENCRYPTED_SECRET seed = {};
  seed.size = static_cast<uint16_t>(challenge.seed.size());
  std::copy(challenge.seed.begin(), challenge.seed.end(), seed.secret);
  TPM2B_DIGEST *secret = nullptr;
  TSS2_RC code =
      tpm->ActivateCredential(tpm.esys(), key, *endorsement, session, *policy,
                              ESYS_TR_NONE, &credential, &seed, &secret);
  if (code != TSS2_RC_SUCCESS)
    return refusal("answer for the key", code);
  auto owned = tpm.own(secret);
  return SecretBuffer(Bytes(owned->buffer, owned->size));
}
