//===- QuietChains.cpp - The published list of the garbage policy ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Below 10.5 cycles, whole numbers of cycles, no AVX-512, and not of a kind
// whose latency depends on what else runs: variable shifts, bextr, additions
// that some cores forward early, two operations in one (psll_x, aesimc), and
// whatever the multipliers of the vector units do (on a busy Intel core half a
// cycle more, docs/Fingerprints.md).
//===----------------------------------------------------------------------===//
#include "hwlock/Core/QuietChains.h"

namespace {

enum ChainId : uint8_t {
#define HWLOCK_CHAIN(ID, NAME, FEATURE, UNIT, SETUP, BODY, FINISH) NAME = ID,
#include "hwlock/Core/Chains.def"
};

constexpr uint8_t quiet[] = {
    imul64,     mul64hi, imul32,     lea3,         rcl1,      adc,
    sbb,        cmov,    bsf,        bsr,          bswap,     lahf,
    popcnt,     lzcnt,   tzcnt,      andn,         blsr,      bzhi,
    pdep,       pext,    mulx,       shlx,         adcx,      crc32,
    rcpps,      rsqrtps, andps,      paddd,        psadbw,    pavgb,
    packssdw,   movq_rt, pshufb,     palignr,      blendvps,  phminpos,
    pcmpgtq,    aesenc,  aesdeclast, pclmul,       sha1rnds4, sha256rnds2,
    vperm2f128, vpermd,  vpermq,     vpbroadcastb, vpmovzxbd, psllv,
    fmul87,
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
