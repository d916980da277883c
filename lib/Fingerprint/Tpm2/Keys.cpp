//===- Keys.cpp - Storage root, session and device key in a TPM -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Keys.h"
#include "Errors.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

/// Where the TCG's provisioning guidance puts the storage root.
static constexpr TPM2_HANDLE storageRootAddress = 0x81000001;

std::optional<Handle> tpm2::persistentKey(Context &tpm, TPM2_HANDLE address) {
  ESYS_TR value = ESYS_TR_NONE;
  if (tpm->TR_FromTPMPublic(tpm.esys(), address, ESYS_TR_NONE, ESYS_TR_NONE,
                            ESYS_TR_NONE, &value) != TSS2_RC_SUCCESS)
    return std::nullopt;
  Handle key(tpm, value, Handle::Kind::Persistent);
  if (key.name() == Name{})
    return std::nullopt;
  return key;
}

Result<Handle> tpm2::primaryKey(Context &tpm, ESYS_TR hierarchy,
                                const PublicArea &area, std::string_view what) {
  TPM2B_PUBLIC request = tpm.unpack(area);
  TPM2B_SENSITIVE_CREATE sensitive = {};
  TPM2B_DATA outside = {};
  TPML_PCR_SELECTION pcrs = {};
  ESYS_TR value = ESYS_TR_NONE;
  TSS2_RC code =
      tpm->CreatePrimary(tpm.esys(), hierarchy, ESYS_TR_PASSWORD, ESYS_TR_NONE,
                         ESYS_TR_NONE, &sensitive, &request, &outside, &pcrs,
                         &value, nullptr, nullptr, nullptr, nullptr);
  if (code != TSS2_RC_SUCCESS)
    return hierarchyError("make " + std::string(what), code);
  return Handle(tpm, value);
}

static Result<Handle> defaultRoot(Context &tpm) {
  return primaryKey(tpm, ESYS_TR_RH_OWNER, storageRootTemplate(),
                    "the storage root");
}

Result<Handle> tpm2::storageRoot(Context &tpm) {
  if (auto root = persistentKey(tpm, storageRootAddress))
    return std::move(*root);
  return defaultRoot(tpm);
}

Result<Handle> tpm2::storageRoot(Context &tpm, const Name &name) {
  if (auto root = persistentKey(tpm, storageRootAddress);
      root && root->name() == name)
    return std::move(*root);
  auto root = defaultRoot(tpm);
  if (!root || root->name() == name)
    return root;
  return Error{Status::NotAuthorised,
               "the key is not of this TPM: its storage root is another one",
               "a TPM that was cleared has a new root: enroll again"};
}

Result<Handle> tpm2::startSession(Context &tpm, const Handle &root) {
  TPMT_SYM_DEF cipher = {};
  cipher.algorithm = TPM2_ALG_AES;
  cipher.keyBits.aes = 128;
  cipher.mode.aes = TPM2_ALG_CFB;
  ESYS_TR value = ESYS_TR_NONE;
  TSS2_RC code = tpm->StartAuthSession(
      tpm.esys(), root, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE,
      nullptr, TPM2_SE_HMAC, &cipher, TPM2_ALG_SHA256, &value);
  if (code != TSS2_RC_SUCCESS)
    return tpmError("start a session", code);
  Handle session(tpm, value);
  constexpr TPMA_SESSION attributes =
      TPMA_SESSION_CONTINUESESSION | TPMA_SESSION_ENCRYPT;
  code = tpm->TRSess_SetAttributes(tpm.esys(), session, attributes, attributes);
  if (code != TSS2_RC_SUCCESS)
    return tpmError("start a session", code);
  return session;
}

/// The point of a key that must be what deviceKeyTemplate() asked for.
static bool takePoint(const TPM2B_PUBLIC &area, Point &point) {
  const TPMS_ECC_POINT &unique = area.publicArea.unique.ecc;
  if (area.publicArea.type != TPM2_ALG_ECC ||
      unique.x.size != coordinateBytes || unique.y.size != coordinateBytes)
    return false;
  std::copy_n(unique.x.buffer, coordinateBytes, point.begin());
  std::copy_n(unique.y.buffer, coordinateBytes,
              point.begin() + coordinateBytes);
  return true;
}

Result<DeviceKey> tpm2::createDeviceKey(Context &tpm, const Handle &root,
                                        const Handle &session) {
  TPM2B_PUBLIC request = tpm.unpack(deviceKeyTemplate());
  TPM2B_SENSITIVE_CREATE sensitive = {};
  TPM2B_DATA outside = {};
  TPML_PCR_SELECTION pcrs = {};
  TPM2B_PRIVATE *privatePart = nullptr;
  TPM2B_PUBLIC *publicPart = nullptr;
  TSS2_RC code =
      tpm->Create(tpm.esys(), root, session, ESYS_TR_NONE, ESYS_TR_NONE,
                  &sensitive, &request, &outside, &pcrs, &privatePart,
                  &publicPart, nullptr, nullptr, nullptr);
  if (code != TSS2_RC_SUCCESS)
    return environmentError(tpmError("make a key", code).message,
                            "the storage root at 0x81000001 must be a key for "
                            "storage without a password");
  auto ownedPrivate = tpm.own(privatePart);
  auto ownedPublic = tpm.own(publicPart);
  DeviceKey key{root.name(), {}, {}};
  if (!takePoint(*ownedPublic, key.point))
    return environmentError("the TPM made a key of another kind than asked",
                            "try again");
  key.privateBlob.assign(ownedPrivate->buffer,
                         ownedPrivate->buffer + ownedPrivate->size);
  return key;
}

Result<Handle> tpm2::loadDeviceKey(Context &tpm, const Handle &root,
                                   const Handle &session,
                                   const DeviceKey &key) {
  TPM2B_PUBLIC publicPart = tpm.unpack(deviceKeyArea(key.point));
  TPM2B_PRIVATE privatePart = {};
  privatePart.size = static_cast<uint16_t>(key.privateBlob.size());
  std::copy(key.privateBlob.begin(), key.privateBlob.end(), privatePart.buffer);
  ESYS_TR value = ESYS_TR_NONE;
  TSS2_RC code = tpm->Load(tpm.esys(), root, session, ESYS_TR_NONE,
                           ESYS_TR_NONE, &privatePart, &publicPart, &value);
  if (code != TSS2_RC_SUCCESS)
    return refusal("load the key", code);
  return Handle(tpm, value);
}

Result<SecretBuffer> tpm2::agree(Context &tpm, const Handle &key,
                                 const Handle &session, const Point &point) {
  TPM2B_ECC_POINT theirs = {};
  theirs.point.x.size = theirs.point.y.size = coordinateBytes;
  std::copy_n(point.begin(), coordinateBytes, theirs.point.x.buffer);
  std::copy_n(point.begin() + coordinateBytes, coordinateBytes,
              theirs.point.y.buffer);
  TPM2B_ECC_POINT *shared = nullptr;
  TSS2_RC code = tpm->ECDH_ZGen(tpm.esys(), key, session, ESYS_TR_NONE,
                                ESYS_TR_NONE, &theirs, &shared);
  if (code != TSS2_RC_SUCCESS)
    return refusal("use the key", code);
  auto owned = tpm.own(shared);
  const TPM2B_ECC_PARAMETER &x = owned->point.x;
  SecretBuffer secret(coordinateBytes);
  if (x.size > secret.size())
    return environmentError("the TPM answered with a point of another curve");
  // Some TPMs leave leading zeros out.
  std::copy_n(x.buffer, x.size, secret.data() + secret.size() - x.size);
  return secret;
}
