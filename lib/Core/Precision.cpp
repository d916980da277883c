//===- Precision.cpp - Bits of approximate instructions -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The manuals bound the error of rcpps, rsqrtps and the x87 functions and leave
// the bits open; vendors differ, emulators more so. No noise: the same CPU
// gives the same bytes in every process.
//===----------------------------------------------------------------------===//
#include "FloatEnvironment.h"
#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/Measurement.h"

using namespace hwlock::core;

#if defined(__x86_64__)

namespace {

/// Where the parts of the result lie. The first are single probes that are
/// known to differ between vendors; the digest covers all others.
constexpr unsigned rsqrtOffset = 0;
constexpr unsigned rcpOffset = 4;
constexpr unsigned denormalOffset = 8;
constexpr unsigned rsqrtSecondOffset = 12;
constexpr unsigned f2xm1Offset = 16;
constexpr unsigned fsinOffset = 24;
constexpr unsigned digestOffset = 32;
static_assert(digestOffset + 32 == HWLOCK_PRECISION_BYTES);

constexpr unsigned vectorProbes = 128;
constexpr unsigned scalarProbes = 64;

/// A double-extended number as the x87 unit stores it.
struct Extended {
  uint64_t mantissa;
  uint16_t exponent;
} __attribute__((packed));

void store32(uint8_t *out, uint32_t value) {
  for (unsigned i = 0; i < 4; ++i)
    out[i] = static_cast<uint8_t>(value >> (8 * i));
}

void store64(uint8_t *out, uint64_t value) {
  store32(out, static_cast<uint32_t>(value));
  store32(out + 4, static_cast<uint32_t>(value >> 32));
}

/// Knuth's MMIX generator: fixed, spread inputs.
uint64_t nextInput(uint64_t &state) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return state;
}

uint32_t rsqrt(uint32_t bits) {
  __asm__ volatile("movd %0, %%xmm0\n\trsqrtss %%xmm0, %%xmm0\n\t"
                   "movd %%xmm0, %0"
                   : "+r"(bits)
                   :
                   : "xmm0");
  return bits;
}

uint32_t rcp(uint32_t bits) {
  __asm__ volatile("movd %0, %%xmm0\n\trcpss %%xmm0, %%xmm0\n\tmovd %%xmm0, %0"
                   : "+r"(bits)
                   :
                   : "xmm0");
  return bits;
}

/// Both approximations of four numbers.
void approximate(const uint32_t (&in)[4], uint32_t (&out)[8]) {
  __asm__ volatile("movups (%0), %%xmm0\n\trcpps %%xmm0, %%xmm1\n\t"
                   "rsqrtps %%xmm0, %%xmm0\n\tmovups %%xmm1, (%1)\n\t"
                   "movups %%xmm0, 16(%1)"
                   :
                   : "r"(in), "r"(out)
                   : "xmm0", "xmm1", "memory");
}

/// Replaces `value` by what `code` makes of it in st(0).
#define X87_FUNCTION(name, code)                                               \
  void name(Extended &value) {                                                 \
    __asm__ volatile("fldt (%0)\n\t" code "\n\tfstpt (%0)"                     \
                     :                                                         \
                     : "r"(&value)                                             \
                     : "memory", "cc");                                        \
  }
X87_FUNCTION(f2xm1, "f2xm1")
X87_FUNCTION(fsin, "fsin")
X87_FUNCTION(fcos, "fcos")
X87_FUNCTION(fptan, "fptan\n\tfstp %%st(0)")
X87_FUNCTION(fpatan, "fld1\n\tfpatan")
X87_FUNCTION(fyl2x, "fld1\n\tfxch\n\tfyl2x")
#undef X87_FUNCTION

void hashVectors(Sha256 &hash) {
  uint64_t state = 1;
  for (unsigned i = 0; i < vectorProbes; ++i) {
    uint32_t in[4], out[8];
    // Positive and normal, from 2^-31 to 2^32.
    for (uint32_t &bits : in)
      bits = 0x30000000 + static_cast<uint32_t>(nextInput(state) >> 35);
    approximate(in, out);
    for (uint32_t bits : out) {
      uint8_t bytes[4];
      store32(bytes, bits);
      sha256Update(hash, bytes, sizeof(bytes));
    }
  }
}

void hashResult(Sha256 &hash, void (*function)(Extended &), Extended value) {
  function(value);
  uint8_t bytes[8];
  store64(bytes, value.mantissa);
  sha256Update(hash, bytes, sizeof(bytes));
}

void hashScalars(Sha256 &hash) {
  uint64_t state = 2;
  for (unsigned i = 0; i < scalarProbes; ++i) {
    // From a quarter to one, where all functions are defined.
    Extended value = {nextInput(state) | uint64_t(1) << 63,
                      static_cast<uint16_t>(0x3ffd + (i & 1))};
    hashResult(hash, f2xm1, value);
    hashResult(hash, fsin, value);
    hashResult(hash, fcos, value);
    hashResult(hash, fptan, value);
    hashResult(hash, fpatan, value);
    hashResult(hash, fyl2x, value);
  }
}

} // namespace

extern "C" void hwlock_core_measure_precision(uint8_t *bytes) {
  DefaultFloatEnvironment environment;
  store32(bytes + rsqrtOffset, rsqrt(0x46010400)); // 8257.0
  store32(bytes + rcpOffset, rcp(0x40490fdb));     // pi
  store32(bytes + denormalOffset, rsqrt(1));
  store32(bytes + rsqrtSecondOffset, rsqrt(0x3f9e3779));
  Extended value = {0xb8aa3b295c17f0bc, 0x3ffe}; // log2(e) / 2
  f2xm1(value);
  store64(bytes + f2xm1Offset, value.mantissa);
  value = {0xb8aa3b295c17f0bc, 0x3ffe};
  fsin(value);
  store64(bytes + fsinOffset, value.mantissa);

  Sha256 hash;
  sha256Init(hash);
  hashVectors(hash);
  hashScalars(hash);
  sha256Final(hash, bytes + digestOffset);
}

#else

extern "C" void hwlock_core_measure_precision(uint8_t *bytes) {
  for (unsigned i = 0; i < HWLOCK_PRECISION_BYTES; ++i)
    bytes[i] = 0;
}

#endif
