//===- VaultLayout.h - Byte layout of a vault -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one home of sizes, offsets, limits and domain-separation labels of vault
// version 1. Freestanding: the decoder and lib/Format share it. Integers are
// little endian; docs/FileFormat.md is the prose.
//
//   header    magic 8, version u16, policy u8, zero u8, vault id 32   (these 44
//             bytes are the immutable core: all MACs cover it)
//             slot count u16, zero u16, weight count u32
//   slots     id 16, sources u8, zero u8, probe count u16, probe ids u8 each
//             (strictly ascending), helper u8 per probe, wrapped key 32,
//             tag 32 (error policy only)
//   weights   id 16, size u64, transformation codes u8 x 8 (innermost first,
//             zero padded)
//   manifest MAC 32 (error policy only); nothing may follow
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_VAULTLAYOUT_H
#define HWLOCK_CORE_VAULTLAYOUT_H

#include <stdint.h>

namespace hwlock::layout {

inline constexpr uint8_t vaultMagic[8] = {'h', 'w', 'v', 'a', 'u', 'l', 't', 0};
inline constexpr uint16_t vaultVersion = 1;

inline constexpr uint8_t policyError = 0;
inline constexpr uint8_t policyGarbage = 1;

/// Bits of a slot's source mask.
inline constexpr uint8_t sourceClock = 1;
inline constexpr uint8_t sourcePrecision = 2;
inline constexpr uint8_t sourceMachineId = 4;
inline constexpr uint8_t sourceTpm2 = 8;
inline constexpr uint8_t sourcePlugin = 16;
inline constexpr uint8_t sourceOwner = 32;
/// Those that this version's slots may name.
inline constexpr uint8_t knownSources = sourceClock | sourcePrecision;

/// AES-128 in counter mode; under the error policy GCM, chunk by chunk.
inline constexpr uint8_t transformationAes128 = 1;

inline constexpr uint32_t vaultIdBytes = 32;
inline constexpr uint32_t slotIdBytes = 16;
inline constexpr uint32_t weightIdBytes = 16;
inline constexpr uint32_t keyBytes = 32;
inline constexpr uint32_t macBytes = 32;
inline constexpr uint32_t vaultIdOffset = 12;
inline constexpr uint32_t coreBytes = 44;
inline constexpr uint32_t headerBytes = 52;
inline constexpr uint32_t weightRecordBytes = 32;
inline constexpr uint32_t maxTransformations = 8;

inline constexpr uint32_t maxSlots = 64;
inline constexpr uint32_t maxWeights = 65536;
/// A garbage vault has one class-bound slot: a second would be redundancy.
inline constexpr uint32_t maxGarbageSlots = 1;
/// Probes of a slot that uses the clock under the error policy; a garbage slot
/// names none, since it uses the published quiet list.
inline constexpr uint32_t minProbes = 24;
inline constexpr uint32_t maxProbes = 192;
/// Symbol errors that the code-offset corrects.
inline constexpr uint32_t correctableErrors = 4;

/// Ciphertext is authenticated in pieces of this many bytes.
inline constexpr uint64_t chunkBytes = 65536;
inline constexpr uint32_t tagBytes = 16;
/// Measurements of a garbage open, combined by median.
inline constexpr uint32_t garbageMeasurements = 5;
/// Measurements of an error open before it gives up, and their distance.
inline constexpr uint32_t errorAttempts = 10;
inline constexpr uint32_t attemptSpacingMilliseconds = 20;

/// Number of tags of a weight of `size` bytes under the error policy.
inline constexpr uint64_t chunkCount(uint64_t size) {
  return size / chunkBytes + (size % chunkBytes != 0);
}

/// HKDF info labels. None is a prefix of another.
inline constexpr char labelKek[] = "hwlock/1/kek";
inline constexpr char labelWrap[] = "hwlock/1/wrap-stream";
inline constexpr char labelSlotTag[] = "hwlock/1/slot-tag";
inline constexpr char labelManifest[] = "hwlock/1/manifest";
inline constexpr char labelMask[] = "hwlock/1/weight-mask";

// Key derivation (HKDF is RFC 5869 with SHA-256; labels without their zero):
//
//   IKM   = for each source in bit order: tag u8 (the source bit), u32 length,
//           bytes (clock: one symbol per probe; precision: as measured)
//   KEK   = HKDF(salt = vault id, IKM, info = labelKek || slot id || sources u8
//           || SHA-256(probe ids || helper), 32)
//   wrapped key = DEK xor HKDF-Expand(KEK, labelWrap, 32)
//   slot tag    = HMAC(HKDF-Expand(KEK, labelSlotTag, 32), core || slot without
//                 its tag)
//   manifest MAC = HMAC(HKDF-Expand(DEK, labelManifest, 32), core || slot count
//                 .. last weight record)
//   Kw    = HKDF-Expand(DEK, labelMask || weight id, 16)
//   chunk = AES-GCM(Kw, nonce = chunk index as 96-bit big endian, associated
//           data = SHA-256(core) || weight id || chunk index u64 || weight
//           size u64); under garbage the same without the tag

} // namespace hwlock::layout

#endif // HWLOCK_CORE_VAULTLAYOUT_H
