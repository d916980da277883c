//===- P256.h - Agreement on a secret with P-256 --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ECDH with OpenSSL (NIST SP 800-56A rev. 3, 5.7.1.2). Every point is checked
// before it is used.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_SUPPORT_P256_H
#define HWLOCK_SUPPORT_P256_H

#include "hwlock/Support/KeyProvider.h"
#include "hwlock/Support/Secret.h"
#include <array>
#include <optional>

struct evp_pkey_st;

namespace hwlock::rt {

inline constexpr size_t coordinateBytes = 32;
/// x and y of a point, big endian.
using CurvePoint = std::array<uint8_t, 2 * coordinateBytes>;

/// The public half of an EVP_PKEY on P-256; nothing for other keys.
std::optional<CurvePoint> curvePointOf(const evp_pkey_st *key);

/// x of the product of the private key `mine` and `theirs`. BadInput if that is
/// no point of P-256.
Result<SecretBuffer> agree(evp_pkey_st *mine, const CurvePoint &theirs);

/// What a key that exists for one agreement only leaves behind.
struct Agreement {
  /// Its public half.
  CurvePoint ephemeral;
  SecretBuffer shared;
};

/// agree() with a key that is drawn from `keys` and then forgotten.
Result<Agreement> agreeWith(const CurvePoint &theirs, KeyProvider &keys);

} // namespace hwlock::rt

#endif // HWLOCK_SUPPORT_P256_H
