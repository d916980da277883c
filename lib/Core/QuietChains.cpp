//===- QuietChains.cpp - The published list of the garbage policy ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Below 10.5 cycles, whole numbers of cycles, no AVX-512, and not of the kind
// whose latency depends on what ran before (variable shifts, bextr, additions
// that some cores forward early, conversions that go through memory).
//===----------------------------------------------------------------------===//
#include "hwlock/Core/QuietChains.h"

namespace {

enum ChainId : uint8_t {
#define HWLOCK_CHAIN(ID, NAME, FEATURE, SETUP, BODY, FINISH) NAME = ID,
#include "hwlock/Core/Chains.def"
};

constexpr uint8_t quiet[] = {
    imul64,   mul64hi,  imul32,       lea3,        rcl1,       adc,
    cmov,     bsf,      bsr,          bswap,       lahf,       popcnt,
    lzcnt,    tzcnt,    blsr,         bzhi,        pdep,       pext,
    mulx,     adcx,     crc32,        mulss,       mulsd,      rcpps,
    rsqrtps,  minps,    cmpps,        andps,       cvtdq2ps,   cvttps2dq,
    paddd,    psll_x,   pmuludq,      pmullw,      pmaddwd,    psadbw,
    packssdw, movq_rt,  pshufb,       pmaddubsw,   pmulhrsw,   pmulld,
    roundps,  blendvps, phminpos,     pcmpgtq,     aesenc,     aesdeclast,
    aesimc,   pclmul,   sha1rnds4,    sha256rnds2, vperm2f128, fma,
    vpermd,   vpermq,   vpbroadcastb, psllv,       vpmuldq256, fmul87,
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
