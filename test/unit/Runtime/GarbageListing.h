//===- GarbageListing.h - Every byte of a garbage artefact by name --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An artefact as it must be, computed with OpenSSL from docs/FileFormat.md and
// without hwlock's own key derivation and ciphers.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TEST_UNIT_RUNTIME_GARBAGELISTING_H
#define HWLOCK_TEST_UNIT_RUNTIME_GARBAGELISTING_H

#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Support/P256.h"
#include <set>
#include <string>

namespace hwlock::test::garbage {

using Bytes = std::vector<uint8_t>;
using rt::CurvePoint;

/// What a byte is.
enum class Kind {
  /// The same whatever the secrets are.
  Public,
  /// The data key under a keystream.
  WrappedKey,
  /// Weights under a keystream.
  Ciphertext,
  /// The public half of a key: nobody checks a guess with it who cannot
  /// compute discrete logarithms.
  PublicHalf,
  /// Tables of pretransform, which are published.
  Table,
  /// Elements of a weight, in the clear, at a place that depends on the key.
  Element,
};

struct Part {
  Kind kind;
  Bytes bytes;
};
using Listing = std::vector<Part>;

/// All that a thief gets, as one string.
Bytes flatten(const Listing &listing);

/// The kinds of parts in which two listings with parts of the same lengths
/// differ.
std::set<Kind> difference(const Listing &a, const Listing &b);

/// A private key on P-256 in which all bytes are the same, and its public half.
Bytes privateKey(uint8_t byte);
CurvePoint publicHalf(uint8_t privateByte);
/// x of the product of two such keys.
Bytes product(uint8_t privateByte, uint8_t otherByte);

/// SHA-256 of the SubjectPublicKeyInfo.
std::array<uint8_t, 32> keyId(const CurvePoint &point);

/// The core and the counts.
Bytes header(const Bytes &vaultId, uint8_t slots, uint8_t weights);

/// One slot: what is in front of the wrapped key is `parts`.
struct SlotDescription {
  Listing parts;
  /// Secret of each source, in bit order.
  std::vector<std::pair<uint8_t, Bytes>> secrets;
};
/// Begin of a garbage slot, whose items take `bindingBytes`.
Part slotHeader(const Bytes &id, uint8_t sources, size_t bindingBytes);
/// The slot with its wrapped key.
Listing slot(const SlotDescription &description, const Bytes &vaultHeader,
             const Bytes &dataKey);

struct WeightDescription {
  Bytes id;
  rt::WeightShape shape;
  Bytes chain;
  Bytes plain;
  /// Of the encoder of pretransform.
  Bytes seed;
};
/// The manifest's record, and what is sealed.
Part weightRecord(const WeightDescription &weight);
Listing sealedWeight(const WeightDescription &weight, const Bytes &dataKey);

} // namespace hwlock::test::garbage

#endif // HWLOCK_TEST_UNIT_RUNTIME_GARBAGELISTING_H
