//===- WeightDecoder.cpp - Sealed weights on the host ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Transforms/WeightDecoder.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/WeightChain.h"
#include "hwlock/Transforms/WeightAnalysis.h"

using namespace mlir;

namespace hwlock {

/// Bytes of `value`, which must be `size`.
static rt::Result<ArrayRef<char>> dataOf(SealedOp op, ElementsAttr value,
                                         uint64_t size) {
  auto data = value ? rawBytes(value) : ArrayRef<char>();
  if (data && data->size() == size)
    return *data;
  return rt::badInput("the ciphertext of '" + op.getSymName().str() +
                      "' is missing or not as long as the manifest says");
}

static const uint8_t *unsignedBytes(ArrayRef<char> data) {
  return reinterpret_cast<const uint8_t *>(data.data());
}

rt::Result<rt::SecretBuffer> WeightDecoder::decode(SealedOp op,
                                                   uint32_t index) const {
  const rt::WeightRecord &record = vault.weights[index];
  auto sealed = dataOf(op, op.getCiphertext(), record.sealedSize);
  if (!sealed)
    return sealed.error();
  core::WeightChain chain = rt::chainOf(record.chain);
  core::MatrixShape shape = record.shape.matrix();
  bool tagged = vault.policy == rt::Policy::Error;
  auto tags =
      dataOf(op, op.getTagsAttr(), tagged ? core::tagBytes(chain, shape) : 0);
  if (!tags)
    return tags.error();
  rt::SecretBuffer scratch(core::unsealScratchBytes(chain, shape));
  rt::SecretBuffer plain(record.shape.bytes());
  auto status = static_cast<Status>(hwlock_core_unseal(
      bytes.data(), bytes.size(), dataKey.data(), index, unsignedBytes(*sealed),
      unsignedBytes(*tags), plain.data(), plain.size(), scratch.data()));
  if (status == Status::Ok)
    return plain;
  return rt::Error{status,
                   "the weight '" + op.getSymName().str() +
                       "' was changed after the model was locked",
                   "get an unchanged copy"};
}

} // namespace hwlock
