//===- DecoderInput.h - A vault and a weight in one input -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// u16 vault length, the vault, then ciphertext and tags of one weight.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TEST_FUZZ_DECODERINPUT_H
#define HWLOCK_TEST_FUZZ_DECODERINPUT_H

#include "SealedModel.h"
#include "hwlock/Support/ByteStream.h"

namespace hwlock::fuzz {

/// The locked model whose key the fuzzer knows.
inline test::SealedModel knownModel(rt::Policy policy,
                                    const rt::Profile &profile) {
  return test::sealModel(policy, {&profile}, {37, 3});
}

inline std::vector<uint8_t> writeDecoderInput(const test::SealedModel &model,
                                              size_t weight) {
  rt::ByteWriter writer;
  writer.u16(static_cast<uint16_t>(model.vault.size()));
  writer.raw(model.vault);
  writer.raw(model.weights[weight].sealed);
  writer.raw(model.weights[weight].tags);
  return writer.release();
}

} // namespace hwlock::fuzz

#endif // HWLOCK_TEST_FUZZ_DECODERINPUT_H
