//===- PretransformEncoder.h - Code weights as uniform bits ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_RUNTIME_PRETRANSFORMENCODER_H
#define HWLOCK_RUNTIME_PRETRANSFORMENCODER_H

#include "hwlock/Core/Pretransform.h"
#include "hwlock/Support/KeyProvider.h"
#include "hwlock/Support/Secret.h"

namespace hwlock::rt {

/// A weight in the form of Core/Pretransform.h.
struct Pretransformed {
  SecretBuffer bytes;
  /// False if the weight has more values outside of its own distribution (exact
  /// zeros, for instance) than the escape stream has room for: the payload then
  /// is the plain weight, and a wrong key gives random bits.
  bool coded = false;
};

/// Codes `plain`, f32 or bf16 values of `shape` in row-major order. Tables and
/// scales are drawn anew each time.
Result<Pretransformed> encodePretransform(std::span<const uint8_t> plain,
                                          core::MatrixShape shape,
                                          KeyProvider &keys);

} // namespace hwlock::rt

#endif // HWLOCK_RUNTIME_PRETRANSFORMENCODER_H
