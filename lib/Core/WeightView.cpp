//===- WeightView.cpp - The one parser of weight records ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ByteOrder.h"
#include "hwlock/Core/VaultView.h"

using namespace hwlock;
using namespace hwlock::core;

WeightChain core::chainOf(const WeightView &weight) {
  WeightChain chain;
  for (uint32_t i = 0; i < layout::maxTransformations; ++i)
    chain.add(weight.chain[i]);
  return chain;
}

MatrixShape core::matrixShape(const WeightView &weight) {
  return {weight.rows, weight.size / weight.rows / weight.elementBytes,
          weight.elementBytes};
}

/// [shuffle] [pretransform] [aes128 | aes256], at least one; what a code leaves
/// readable is never the last.
static bool chainAllowed(const uint8_t *chain) {
  uint32_t i = 0;
  bool coded = false;
  if (chain[i] == layout::transformationShuffle)
    ++i;
  if (chain[i] == layout::transformationPretransform) {
    coded = true;
    ++i;
  }
  if (chain[i] == layout::transformationAes128 ||
      chain[i] == layout::transformationAes256)
    ++i;
  else if (coded)
    return false;
  if (i == 0)
    return false;
  for (; i < layout::maxTransformations; ++i)
    if (chain[i] != 0)
      return false;
  return true;
}

/// Whole rows of whole elements, of the width that their type has.
static bool shapeAllowed(const WeightView &weight) {
  static constexpr uint8_t widths[] = {0, 4, 2, 2, 8};
  if (weight.element > layout::lastElement || weight.elementBytes == 0 ||
      weight.rows == 0)
    return false;
  if (weight.element != layout::elementOther &&
      weight.elementBytes != widths[weight.element])
    return false;
  return weight.size % weight.rows == 0 &&
         weight.size / weight.rows % weight.elementBytes == 0;
}

/// The code is defined for these elements.
static bool canBeCoded(const WeightView &weight) {
  return weight.element == layout::elementF32 ||
         weight.element == layout::elementBf16;
}

VaultFault core::readWeight(const VaultView &view, uint32_t index,
                            WeightView &weight) {
  const uint8_t *record = view.bytes + view.weightsOffset +
                          uint64_t(index) * layout::weightRecordBytes;
  weight.id = record;
  const uint8_t *field = record + layout::weightIdBytes;
  weight.size = loadLittle(field, 8);
  weight.sealedSize = loadLittle(field + 8, 8);
  weight.rows = static_cast<uint32_t>(loadLittle(field + 16, 4));
  weight.element = field[20];
  weight.elementBytes = field[21];
  weight.chain = field + 24;
  if (loadLittle(field + 22, 2) != 0)
    return VaultFault::WeightReserved;
  if (weight.size == 0)
    return VaultFault::WeightSize;
  if (!shapeAllowed(weight))
    return VaultFault::WeightShape;
  WeightChain chain = chainOf(weight);
  if (!chainAllowed(weight.chain) || (chain.coded && !canBeCoded(weight)))
    return VaultFault::WeightChain;
  MatrixShape shape = matrixShape(weight);
  // Permutations have entries of 32 bits.
  if (chain.shuffled && shape.columns > 0xffffffff)
    return VaultFault::WeightShape;
  if (weight.sealedSize != sealedBytes(chain, shape))
    return VaultFault::WeightSize;
  return VaultFault::None;
}
