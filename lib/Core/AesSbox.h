//===- AesSbox.h - The S-box of AES as a circuit --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The circuit of Boyar and Peralta ("A new combinational logic minimization
// technique with applications to cryptology", 2010), with its signal names, so
// that it can be read beside the paper. 64 bytes at once, one bit a plane.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CORE_AESSBOX_H
#define HWLOCK_LIB_CORE_AESSBOX_H

#include <stdint.h>

namespace hwlock::core {

/// `plane[k]` holds bit k (0 is the lowest) of each byte.
inline void aesSubBytes(uint64_t *plane) {
  using U = uint64_t;
  const U x0 = plane[7], x1 = plane[6], x2 = plane[5], x3 = plane[4];
  const U x4 = plane[3], x5 = plane[2], x6 = plane[1], x7 = plane[0];

  // To the tower field.
  const U y14 = x3 ^ x5, y13 = x0 ^ x6, y9 = x0 ^ x3, y8 = x0 ^ x5;
  const U t0 = x1 ^ x2, y1 = t0 ^ x7, y4 = y1 ^ x3, y12 = y13 ^ y14;
  const U y2 = y1 ^ x0, y5 = y1 ^ x6, y3 = y5 ^ y8, t1 = x4 ^ y12;
  const U y15 = t1 ^ x5, y20 = t1 ^ x1, y6 = y15 ^ x7, y10 = y15 ^ t0;
  const U y11 = y20 ^ y9, y7 = x7 ^ y11, y17 = y10 ^ y11, y19 = y10 ^ y8;
  const U y16 = t0 ^ y11, y21 = y13 ^ y16, y18 = x0 ^ y16;

  // Inversion.
  const U t2 = y12 & y15, t4 = (y3 & y6) ^ t2, t6 = (y4 & x7) ^ t2;
  const U t7 = y13 & y16, t9 = (y5 & y1) ^ t7, t11 = (y2 & y7) ^ t7;
  const U t12 = y9 & y11, t14 = (y14 & y17) ^ t12, t16 = (y8 & y10) ^ t12;
  const U t21 = t4 ^ t14 ^ y20, t22 = t6 ^ t16 ^ y19;
  const U t23 = t9 ^ t14 ^ y21, t24 = t11 ^ t16 ^ y18;
  const U t25 = t21 ^ t22, t26 = t21 & t23, t27 = t24 ^ t26;
  const U t29 = (t25 & t27) ^ t22, t30 = t23 ^ t24, t31 = t22 ^ t26;
  const U t33 = (t31 & t30) ^ t24, t34 = t23 ^ t33, t35 = t27 ^ t33;
  const U t36 = t24 & t35, t37 = t36 ^ t34, t38 = t27 ^ t36;
  const U t40 = t25 ^ (t29 & t38), t41 = t40 ^ t37, t42 = t29 ^ t33;
  const U t43 = t29 ^ t40, t44 = t33 ^ t37, t45 = t42 ^ t41;
  const U z0 = t44 & y15, z1 = t37 & y6, z2 = t33 & x7, z3 = t43 & y16;
  const U z4 = t40 & y1, z5 = t29 & y7, z6 = t42 & y11, z7 = t45 & y17;
  const U z8 = t41 & y10, z9 = t44 & y12, z10 = t37 & y3, z11 = t33 & y4;
  const U z12 = t43 & y13, z13 = t40 & y5, z14 = t29 & y2, z15 = t42 & y9;
  const U z16 = t45 & y14, z17 = t41 & y8;

  // Back, with the affine map.
  const U t46 = z15 ^ z16, t47 = z10 ^ z11, t48 = z5 ^ z13, t49 = z9 ^ z10;
  const U t50 = z2 ^ z12, t51 = z2 ^ z5, t52 = z7 ^ z8, t53 = z0 ^ z3;
  const U t54 = z6 ^ z7, t55 = z16 ^ z17, t56 = z12 ^ t48, t57 = t50 ^ t53;
  const U t58 = z4 ^ t46, t59 = z3 ^ t54, t60 = t46 ^ t57, t61 = z14 ^ t57;
  const U t62 = t52 ^ t58, t63 = t49 ^ t58, t64 = z4 ^ t59, t65 = t61 ^ t62;
  const U t66 = z1 ^ t63, t67 = t64 ^ t65, s3 = t53 ^ t66;
  plane[7] = t59 ^ t63;
  plane[6] = t64 ^ ~s3;
  plane[5] = t55 ^ ~t67;
  plane[4] = s3;
  plane[3] = t51 ^ t66;
  plane[2] = t47 ^ t65;
  plane[1] = t56 ^ ~t62;
  plane[0] = t48 ^ ~t60;
}

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_AESSBOX_H
