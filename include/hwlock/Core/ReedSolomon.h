//===- ReedSolomon.h - Correction of misread symbols ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shortened Reed-Solomon code over GF(2^8), polynomial 0x11d, first root
// alpha^0, t = layout::correctableErrors; used as a code-offset secure sketch
// (Dodis, Ostrovsky, Reyzin, Smith: Fuzzy Extractors, section 4.1).
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_REEDSOLOMON_H
#define HWLOCK_CORE_REEDSOLOMON_H

#include <stdint.h>

namespace hwlock::core {

/// Turns the first `length - 2 t` bytes of `word` into a codeword by writing
/// its last 2 t bytes. `length` is at most 255 and more than 2 t.
void reedSolomonEncode(uint8_t *word, uint32_t length);

/// Corrects `word` in place. False, and `word` unchanged, if it is not within
/// t errors of a codeword.
bool reedSolomonDecode(uint8_t *word, uint32_t length);

} // namespace hwlock::core

#endif // HWLOCK_CORE_REEDSOLOMON_H
