//===- ChainSetup.h - Register contents before a probe chain --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The setup strings that Chains.def names; extended assembly, hence "%%".
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CORE_CHAINSETUP_H
#define HWLOCK_LIB_CORE_CHAINSETUP_H

/// Three general registers, carry clear.
#define INTEGERS                                                               \
  "mov $0x123456789abcdef1, %%rax; mov $0x8035, %%ecx;"                        \
  "mov $0x10001, %%edx; clc;"

/// Dividend in rax, divisor in rcx; a quotient equals its dividend.
#define DIVISION "mov $0x7edcba9876543210, %%rax; mov $1, %%ecx;"
#define SMALL_DIVISION "mov $1000, %%eax; mov $1, %%ecx;"
/// The high half in r8 makes the dividend wider than 64 bits.
#define WIDE_DIVISION                                                          \
  "mov $0x7edcba9876543210, %%rax; mov $0x8000000000000001, %%rcx;"            \
  "mov $1, %%r8d;"

/// Vectors: xmm0 and xmm1 hold ones, xmm2 zeros.
#define FLOATS                                                                 \
  "mov $0x3f800000, %%eax; movd %%eax, %%xmm0;"                                \
  "shufps $0, %%xmm0, %%xmm0; movaps %%xmm0, %%xmm1; xorps %%xmm2, %%xmm2;"
#define DOUBLES                                                                \
  "mov $0x3ff0000000000000, %%rax; movq %%rax, %%xmm0;"                        \
  "unpcklpd %%xmm0, %%xmm0; movapd %%xmm0, %%xmm1; xorps %%xmm2, %%xmm2;"
#define ZEROS                                                                  \
  "xorps %%xmm0, %%xmm0; xorps %%xmm1, %%xmm1; xorps %%xmm2, %%xmm2;"
/// Bytes below 16 in xmm0 and xmm1, zeros in xmm2.
#define BITS                                                                   \
  "mov $0x0706050403020100, %%rax; movq %%rax, %%xmm0;"                        \
  "mov $0x0f0e0d0c0b0a0908, %%rax; movq %%rax, %%xmm1;"                        \
  "punpcklqdq %%xmm1, %%xmm0; movaps %%xmm0, %%xmm1; xorps %%xmm2, %%xmm2;"

#define WIDEN256                                                               \
  "vinsertf128 $1, %%xmm0, %%ymm0, %%ymm0; vmovaps %%ymm0, %%ymm1;"            \
  "vxorps %%xmm2, %%xmm2, %%xmm2;"
#define FLOATS256 FLOATS WIDEN256
#define DOUBLES256 DOUBLES WIDEN256
#define BITS256 BITS WIDEN256
/// Also sets the masks k1 and k2.
#define BITS512                                                                \
  BITS "vshuff32x4 $0, %%zmm0, %%zmm0, %%zmm0; vmovdqa64 %%zmm0, %%zmm1;"      \
       "vpxor %%xmm2, %%xmm2, %%xmm2; kxnord %%k1, %%k1, %%k1;"                \
       "kxnord %%k2, %%k2, %%k2;"

/// st(0) is one, st(1) as named.
#define X87_ONE "fld1; fld1;"
#define X87_ZERO "fldz; fld1;"

#endif // HWLOCK_LIB_CORE_CHAINSETUP_H
