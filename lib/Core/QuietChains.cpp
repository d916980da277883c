//===- QuietChains.cpp - The published list of the garbage policy ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Below 10.5 cycles, whole numbers of cycles, of ChainUnit::Other and without
// AVX-512; docs/Fingerprints.md shows the measurements.
//===----------------------------------------------------------------------===//
#include "hwlock/Core/QuietChains.h"

namespace {

enum ChainId : uint8_t {
#define HWLOCK_CHAIN(ID, NAME, FEATURE, UNIT, SETUP, BODY, FINISH) NAME = ID,
#include "hwlock/Core/Chains.def"
};

constexpr uint8_t quiet[] = {
    imul64,    mul64hi,     imul32,     lea3,     rcl1,     adc,
    sbb,       cmov,        bsf,        bsr,      bswap,    movsxd,
    popcnt,    lzcnt,       tzcnt,      andn,     blsr,     bzhi,
    pdep,      pext,        mulx,       rorx,     shlx,     adcx,
    crc32,     rcpps,       rsqrtps,    shufps,   unpcklps, psadbw,
    packssdw,  pshufb,      palignr,    phminpos, pcmpgtq,  pclmul,
    sha1rnds4, sha256rnds2, vperm2f128, vpermd,   vpermq,   vpbroadcastb,
    vpmovzxbd, fadd87,      fmul87,
};

constexpr bool isAscending() {
  for (uint32_t i = 1; i < sizeof(quiet); ++i)
    if (quiet[i - 1] >= quiet[i])
      return false;
  return true;
}
static_assert(isAscending(), "each once, in the order of the identifiers");

} // namespace

hwlock::core::QuietChains hwlock::core::quietChains() {
  return {quiet, sizeof(quiet)};
}
