//===- VaultLayout.h - Byte layout of a vault -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one home of sizes, offsets, limits and domain-separation labels of vault
// version 2. Freestanding: the decoder and lib/Format share it. Integers are
// little endian; docs/FileFormat.md is the prose.
//
//   header    magic 8, version u16, policy u8, zero u8, vault id 32   (these 44
//             bytes are the immutable core: all keys and MACs cover it)
//             slot count u16, zero u16, weight count u32
//   slots     id 16, sources u8, zero u8, probe count u16, binding size u16,
//             zero u16, probe ids u8 each (strictly ascending), helper u8 per
//             probe, binding, wrapped key 32, tag 32 (error policy only)
//   binding   for each source of bindingSources in the slot, in bit order:
//             size u16, bytes
//   weights   id 16, size u64, sealed size u64, rows u32, element u8, element
//             bytes u8, zero u16, transformation codes u8 x 8 (innermost first,
//             zero padded)
//   manifest MAC 32 (error policy only); nothing may follow
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_VAULTLAYOUT_H
#define HWLOCK_CORE_VAULTLAYOUT_H

#include <stdint.h>

namespace hwlock::layout {

inline constexpr uint8_t vaultMagic[8] = {'h', 'w', 'v', 'a', 'u', 'l', 't', 0};
inline constexpr uint16_t vaultVersion = 2;

inline constexpr uint8_t policyError = 0;
inline constexpr uint8_t policyGarbage = 1;

/// Bits of a slot's source mask.
inline constexpr uint8_t sourceClock = 1;
inline constexpr uint8_t sourcePrecision = 2;
inline constexpr uint8_t sourceMachineId = 4;
inline constexpr uint8_t sourceTpm2 = 8;
inline constexpr uint8_t sourcePlugin = 16;
/// Not measured: whoever has the owner's private key. Alone in its slot, which
/// opening a model never tries.
inline constexpr uint8_t sourceOwner = 32;
inline constexpr uint8_t knownSources = 63;
/// What a machine can give, in any combination.
inline constexpr uint8_t machineSources = 31;
/// What the CPU itself gives.
inline constexpr uint8_t cpuSources = sourceClock | sourcePrecision;
/// Those that tell one device from the others of its class.
inline constexpr uint8_t deviceSources = sourceTpm2 | sourcePlugin;
/// Those that store something in a slot beside helper data.
inline constexpr uint8_t bindingSources =
    sourceMachineId | sourceTpm2 | sourcePlugin | sourceOwner;

/// Of a slot by its source mask: it is the owner's, not one of a machine.
inline constexpr bool isOwnerSlot(uint8_t sources) {
  return sources == sourceOwner;
}
/// It is of a machine, and needs no device: every machine of the class opens
/// it, and a guess does.
inline constexpr bool isClassSlot(uint8_t sources) {
  return !isOwnerSlot(sources) && !(sources & deviceSources);
}

/// AES in counter mode with 128 and 256 bits; under the error policy GCM, chunk
/// by chunk.
inline constexpr uint8_t transformationAes128 = 1;
inline constexpr uint8_t transformationAes256 = 2;
/// Permutation of rows and columns (Core/Shuffle.h).
inline constexpr uint8_t transformationShuffle = 3;
/// Distribution-transforming code (Core/Pretransform.h).
inline constexpr uint8_t transformationPretransform = 4;

/// Elements that transformations tell apart: those of any other type, among
/// them integers, only have a width.
inline constexpr uint8_t elementOther = 0;
inline constexpr uint8_t elementF32 = 1;
inline constexpr uint8_t elementBf16 = 2;
inline constexpr uint8_t elementF16 = 3;
inline constexpr uint8_t elementF64 = 4;
inline constexpr uint8_t lastElement = elementF64;

inline constexpr uint32_t vaultIdBytes = 32;
inline constexpr uint32_t slotIdBytes = 16;
inline constexpr uint32_t weightIdBytes = 16;
inline constexpr uint32_t keyBytes = 32;
inline constexpr uint32_t macBytes = 32;
inline constexpr uint32_t vaultIdOffset = 12;
inline constexpr uint32_t coreBytes = 44;
inline constexpr uint32_t headerBytes = 52;
inline constexpr uint32_t weightRecordBytes = 48;
inline constexpr uint32_t maxTransformations = 8;

inline constexpr uint32_t maxSlots = 64;
inline constexpr uint32_t maxWeights = 65536;
/// A second slot without a device source would let whoever guesses one compare.
inline constexpr uint32_t maxGarbageClassSlots = 1;
/// Probes of a slot that uses the clock under the error policy; a garbage slot
/// names none, since it uses the published quiet list.
inline constexpr uint32_t minProbes = 24;
inline constexpr uint32_t maxProbes = 192;
/// What one source stores in a slot, and all of them with their sizes.
inline constexpr uint32_t maxItemBytes = 2048;
inline constexpr uint32_t maxBindingBytes = 4096;
/// Symbol errors that the code-offset corrects.
inline constexpr uint32_t correctableErrors = 4;

/// Ciphertext is authenticated in pieces of this many bytes.
inline constexpr uint64_t chunkBytes = 65536;
inline constexpr uint32_t tagBytes = 16;
/// Measurements of a garbage open, combined by median.
inline constexpr uint32_t garbageMeasurements = 5;
/// Measurements of an error open before it gives up.
inline constexpr uint32_t errorAttempts = 10;
/// Pauses between measurements. What makes an error open fail lasts long; under
/// garbage longer pauses do not help (docs/Fingerprints.md).
inline constexpr uint32_t errorPauseMicroseconds = 20000;
inline constexpr uint32_t garbagePauseMicroseconds = 500;

/// Number of tags of a weight of `size` bytes under the error policy.
inline constexpr uint64_t chunkCount(uint64_t size) {
  return size / chunkBytes + (size % chunkBytes != 0);
}

/// HKDF info labels. None is a prefix of another.
inline constexpr char labelKek[] = "hwlock/2/kek";
inline constexpr char labelWrap[] = "hwlock/2/wrap-stream";
inline constexpr char labelSlotTag[] = "hwlock/2/slot-tag";
inline constexpr char labelManifest[] = "hwlock/2/manifest";
inline constexpr char labelMask[] = "hwlock/2/weight-mask";
inline constexpr char labelShuffle[] = "hwlock/2/weight-shuffle";
inline constexpr char labelShuffleTag[] = "hwlock/2/weight-tag";

// Key derivation (HKDF is RFC 5869 with SHA-256; labels without their zero):
//
//   IKM   = for each source in bit order: tag u8 (the source bit), u32 length,
//           bytes (clock: one symbol per probe; precision: as measured; the
//           others: their secret)
//   KEK   = HKDF(salt = vault id, IKM, info = labelKek || SHA-256(core || slot
//           up to its wrapped key), 32)
//   wrapped key = DEK xor HKDF-Expand(KEK, labelWrap, 32)
//   slot tag    = HMAC(HKDF-Expand(KEK, labelSlotTag, 32), core || slot without
//                 its tag)
//   manifest MAC = HMAC(HKDF-Expand(DEK, labelManifest, 32), core || slot count
//                 .. last weight record)
//   Kw    = HKDF-Expand(DEK, labelMask || weight id, 16 or 32)
//   chunk = AES-GCM(Kw, nonce = chunk index as 96-bit big endian, associated
//           data = SHA-256(core) || weight id || chunk index u64 || sealed
//           size u64 || SHA-256(clear bytes), if the chain has a code);
//           under garbage the same without the tag
//   permutations (Core/Shuffle.h) are those of
//           HKDF-Expand(DEK, labelShuffle || weight id, 32)
//   Without AES in the chain, under error: tag of a chunk = first 16 bytes of
//           HMAC(HKDF-Expand(DEK, labelShuffleTag || weight id, 32),
//           associated data || chunk)

} // namespace hwlock::layout

#endif // HWLOCK_CORE_VAULTLAYOUT_H
