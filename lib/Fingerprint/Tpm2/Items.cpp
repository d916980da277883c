//===- Items.cpp - What profile and slot keep of a TPM --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Items.h"
#include "hwlock/Support/ByteStream.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

SecretBuffer tpm2::slotSecret(const SecretBuffer &agreed,
                              const SecretBuffer &released) {
  SecretBuffer secret(agreed.size() + released.size());
  uint8_t *end = std::copy_n(agreed.data(), agreed.size(), secret.data());
  std::copy_n(released.data(), released.size(), end);
  return secret;
}

static void writeSized(ByteWriter &out, Bytes bytes) {
  out.u16(static_cast<uint16_t>(bytes.size()));
  out.raw(bytes);
}

static void writeKey(ByteWriter &out, const DeviceKey &key) {
  out.raw(key.root);
  out.raw(key.point);
  writeSized(out, key.privateBlob);
}

std::vector<uint8_t> tpm2::writeProfileData(const ProfileData &data) {
  ByteWriter out;
  writeKey(out, data.key);
  writeSized(out, data.certificate);
  return out.release();
}

std::vector<uint8_t> tpm2::writeSlotData(const SlotData &data) {
  ByteWriter out;
  writeKey(out, data.key);
  out.raw(data.ephemeral);
  out.u8(data.challenge.has_value());
  if (data.challenge) {
    out.raw(data.challenge->endorsement);
    out.raw(data.challenge->credential);
    writeSized(out, data.challenge->seed);
  }
  return out.release();
}

template <size_t N>
static void readArray(ByteReader &in, std::array<uint8_t, N> &out) {
  Bytes bytes = in.take(N);
  std::copy(bytes.begin(), bytes.end(), out.begin());
}

static std::vector<uint8_t> readSized(ByteReader &in) {
  Bytes bytes = in.take(in.u16());
  return {bytes.begin(), bytes.end()};
}

/// All names here are SHA-256.
static bool isName(const Name &name) { return name[0] == 0 && name[1] == 0x0b; }

static Error malformed(const char *what) {
  return badInput(std::string("the description of the TPM is malformed: ") +
                  what);
}

static Result<DeviceKey> readKey(ByteReader &in) {
  DeviceKey key;
  readArray(in, key.root);
  readArray(in, key.point);
  key.privateBlob = readSized(in);
  if (!in.ok())
    return malformed("it ends too early");
  if (!isName(key.root))
    return malformed("the storage root's name is not of SHA-256");
  if (key.privateBlob.empty() || key.privateBlob.size() > maxPrivateBytes)
    return malformed("the encrypted key has an unlikely size");
  return key;
}

static Result<Challenge> readChallenge(ByteReader &in) {
  Challenge challenge;
  readArray(in, challenge.endorsement);
  readArray(in, challenge.credential);
  challenge.seed = readSized(in);
  if (!in.ok())
    return malformed("it ends too early");
  if (!isName(challenge.endorsement))
    return malformed("the endorsement key's name is not of SHA-256");
  if (challenge.seed.size() != rsaSeedBytes &&
      challenge.seed.size() != curveSeedBytes)
    return malformed("the seed is of no known kind");
  return challenge;
}

Result<ProfileData> tpm2::readProfileData(Bytes bytes) {
  ByteReader in(bytes);
  auto key = readKey(in);
  if (!key)
    return key.error();
  ProfileData data{std::move(*key), readSized(in)};
  if (!in.ok() || !in.atEnd())
    return malformed("its length is wrong");
  if (data.certificate.size() > maxCertificateBytes)
    return malformed("the certificate is too long");
  return data;
}

Result<SlotData> tpm2::readSlotData(Bytes bytes) {
  ByteReader in(bytes);
  auto key = readKey(in);
  if (!key)
    return key.error();
  SlotData data{std::move(*key), {}, {}};
  readArray(in, data.ephemeral);
  uint8_t attested = in.u8();
  if (!in.ok() || attested > 1)
    return malformed("it is neither attested nor unattested");
  if (attested) {
    auto challenge = readChallenge(in);
    if (!challenge)
      return challenge.error();
    data.challenge = std::move(*challenge);
  }
  if (!in.atEnd())
    return malformed("bytes follow its end");
  return data;
}
