//===- PublicArea.cpp - Public areas of keys in a TPM, and their names ----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TPM 2.0 Library, part 2, 12.2; TCG EK Credential Profile, B.3.
//===----------------------------------------------------------------------===//
#include "PublicArea.h"
#include "WireWriter.h"
#include <algorithm>
#include <openssl/sha.h>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

namespace {

enum Algorithm : uint16_t {
  Rsa = 0x0001,
  Aes = 0x0006,
  Sha256 = 0x000b,
  Null = 0x0010,
  Ecc = 0x0023,
  Cfb = 0x0043,
};

constexpr uint16_t curveP256 = 0x0003;

enum Attribute : uint32_t {
  FixedTpm = 1u << 1,
  FixedParent = 1u << 4,
  SensitiveDataOrigin = 1u << 5,
  UserWithAuth = 1u << 6,
  AdminWithPolicy = 1u << 7,
  NoDictionaryAttacks = 1u << 10,
  Restricted = 1u << 16,
  Decrypt = 1u << 17,
};

constexpr uint32_t madeHere = FixedTpm | FixedParent | SensitiveDataOrigin;

/// PolicySecret(endorsement hierarchy).
constexpr uint8_t endorsementPolicy[32] = {
    0x83, 0x71, 0x97, 0x67, 0x44, 0x84, 0xb3, 0xf8, 0x1a, 0x90, 0xcc,
    0x8d, 0x46, 0xa5, 0xd7, 0x24, 0xfd, 0x52, 0xd7, 0x6e, 0x06, 0x52,
    0x0b, 0x64, 0xf2, 0xa1, 0xda, 0x1b, 0x33, 0x14, 0x69, 0xaa};

} // namespace

static void writeHead(WireWriter &out, Algorithm type, uint32_t attributes,
                      Bytes policy) {
  out.u16(type);
  out.u16(Sha256);
  out.u32(attributes);
  out.sized(policy);
}

/// AES-128 in CFB mode protects what is below a restricted key.
static void writeStorageCipher(WireWriter &out) {
  out.u16(Aes);
  out.u16(128);
  out.u16(Cfb);
}

static void writeCurve(WireWriter &out, Bytes x, Bytes y) {
  out.u16(Null); // scheme
  out.u16(curveP256);
  out.u16(Null); // key derivation
  out.sized(x);
  out.sized(y);
}

static PublicArea deviceKey(Bytes x, Bytes y) {
  WireWriter out;
  writeHead(out, Ecc, madeHere | UserWithAuth | NoDictionaryAttacks | Decrypt,
            {});
  out.u16(Null); // symmetric
  writeCurve(out, x, y);
  return out.release();
}

PublicArea tpm2::deviceKeyTemplate() { return deviceKey({}, {}); }

PublicArea tpm2::deviceKeyArea(const Point &point) {
  return deviceKey(Bytes(point).first(coordinateBytes),
                   Bytes(point).subspan(coordinateBytes));
}

PublicArea tpm2::storageRootTemplate() {
  const uint8_t zeros[coordinateBytes] = {};
  WireWriter out;
  writeHead(
      out, Ecc,
      madeHere | UserWithAuth | NoDictionaryAttacks | Restricted | Decrypt, {});
  writeStorageCipher(out);
  writeCurve(out, zeros, zeros);
  return out.release();
}

PublicArea tpm2::endorsementArea(Bytes unique) {
  WireWriter out;
  bool rsa = unique.size() == modulusBytes;
  writeHead(out, rsa ? Rsa : Ecc,
            madeHere | AdminWithPolicy | Restricted | Decrypt,
            endorsementPolicy);
  writeStorageCipher(out);
  if (rsa) {
    out.u16(Null); // scheme
    out.u16(modulusBytes * 8);
    out.u32(0); // the default exponent, 65537
    out.sized(unique);
  } else {
    writeCurve(out, unique.first(coordinateBytes),
               unique.subspan(coordinateBytes));
  }
  return out.release();
}

Name tpm2::nameOf(Bytes area) {
  Name name = {Sha256 >> 8, Sha256 & 0xff};
  ::SHA256(area.data(), area.size(), name.data() + 2);
  return name;
}
