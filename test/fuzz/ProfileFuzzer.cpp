//===- ProfileFuzzer.cpp - Arbitrary bytes as a profile -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each input is read as it is, and once more with the checksum made right:
// chance does not find a SHA-256, an attacker computes it.
//===----------------------------------------------------------------------===//
#include "Require.h"
#include "hwlock/Format/Profile.h"
#include <algorithm>
#include <openssl/sha.h>

using namespace hwlock;

static void read(std::span<const uint8_t> bytes) {
  auto profile = rt::readProfile(bytes);
  if (!profile) {
    fuzz::require(profile.error().status == Status::BadInput, "a bad profile");
    return;
  }
  fuzz::require(bool(rt::checkProfile(*profile)), "the rules of a profile");
  rt::SecretBuffer written = rt::writeProfile(*profile);
  fuzz::require(std::ranges::equal(written.span(), bytes),
                "one encoding for each profile");
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  read({data, size});
  if (size < SHA256_DIGEST_LENGTH)
    return 0;
  std::vector<uint8_t> bytes(data, data + size);
  size_t covered = size - SHA256_DIGEST_LENGTH;
  ::SHA256(bytes.data(), covered, bytes.data() + covered);
  read(bytes);
  return 0;
}
