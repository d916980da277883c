//===- PublicArea.h - Public areas of keys in a TPM, and their names ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one home of what keys hwlock makes and expects. A TPM checks that a key
// is what its public area says, and names it by a hash of that: whoever
// computes the Name of a key from here knows what kind of key answers to it.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FINGERPRINT_TPM2_PUBLICAREA_H
#define HWLOCK_LIB_FINGERPRINT_TPM2_PUBLICAREA_H

#include "hwlock/Support/P256.h"
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace hwlock::rt::tpm2 {

using Bytes = std::span<const uint8_t>;

inline constexpr size_t modulusBytes = 256;
/// Size and digest algorithm, SHA-256.
inline constexpr size_t nameBytes = 2 + 32;

using Point = CurvePoint;
using Name = std::array<uint8_t, nameBytes>;

/// A TPMT_PUBLIC as it is hashed, sent and received.
using PublicArea = std::vector<uint8_t>;

/// Request for a new device key: ECDH on P-256, made inside the TPM and never
/// to leave it, without a password, outside the protection against guessing.
PublicArea deviceKeyTemplate();
/// The key that was made so, with public point `point`.
PublicArea deviceKeyArea(const Point &point);

/// Storage root of the TCG's default template for P-256.
PublicArea storageRootTemplate();

/// Endorsement key of the TCG's default templates L-1 (RSA-2048) and L-2
/// (P-256). `unique` is the modulus or a point: of a certificate, or zeros to
/// ask the TPM for its key.
PublicArea endorsementArea(Bytes unique);

Name nameOf(Bytes area);

} // namespace hwlock::rt::tpm2

#endif // HWLOCK_LIB_FINGERPRINT_TPM2_PUBLICAREA_H
