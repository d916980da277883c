//===- Enrol.cpp - Make a key in a TPM ------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Endorsement.h"
#include "Keys.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/Tpm2.h"

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

static Result<ProfileData> makeKey(Context &tpm) {
  auto root = storageRoot(tpm);
  if (!root)
    return root.error();
  auto session = startSession(tpm, *root);
  if (!session)
    return session.error();
  auto key = createDeviceKey(tpm, *root, *session);
  if (!key)
    return key.error();
  // Fails unless the TPM made exactly the key that locking will take it for.
  auto loaded = loadDeviceKey(tpm, *root, *session, *key);
  if (!loaded)
    return environmentError(loaded.error().message);
  return ProfileData{std::move(*key), {}};
}

Result<ProfileItem> rt::enrolTpm2(const Tpm2Options &options) {
  auto tpm = Context::connect(options.tcti);
  if (!tpm)
    return tpm.error();
  auto data = makeKey(**tpm);
  if (!data)
    return data.error();
  auto certificate = endorsementCertificate(**tpm);
  if (!certificate)
    return certificate.error();
  data->certificate = std::move(*certificate);
  return ProfileItem{layout::sourceTpm2, writeProfileData(*data), {}};
}
