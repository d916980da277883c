//===- AesSchedule.h - Key schedule of AES --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_CORE_AESSCHEDULE_H
#define HWLOCK_LIB_CORE_AESSCHEDULE_H

#include "ByteOrder.h"
#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/Decoder.h"

namespace hwlock::core {

/// KeyExpansion of FIPS 197 for the rounds that `out` says; `subWord` puts each
/// byte of a word through the S-box.
template <uint32_t (*subWord)(uint32_t)>
void expandSchedule(const uint8_t *key, AesKey &out) {
  const uint32_t keyWords = out.rounds - 6;
  uint8_t *bytes = out.roundKeys[0];
  uint32_t last = 0, constant = 1;
  for (uint32_t i = 0; i < 4 * (out.rounds + 1); ++i, bytes += 4) {
    if (i < keyWords) {
      last = loadLittle32(key + 4 * i);
    } else {
      if (i % keyWords == 0) {
        last = subWord(last >> 8 | last << 24) ^ constant;
        constant = (constant << 1) ^ (constant >> 7) * 0x11b;
      } else if (i % keyWords == 4) {
        last = subWord(last);
      }
      last ^= loadLittle32(bytes - 4 * keyWords);
    }
    storeLittle32(bytes, last);
  }
  hwlock_core_wipe(&last, sizeof last);
}

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_AESSCHEDULE_H
