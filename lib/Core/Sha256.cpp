//===- Sha256.cpp - SHA-256 -----------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FIPS 180-4, straight from the standard: it hashes keys and headers, never
// weights, so that size matters more than speed.
//===----------------------------------------------------------------------===//
#include "ByteOrder.h"
#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/Decoder.h"

using namespace hwlock::core;

static constexpr uint32_t initialState[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
                                             0xa54ff53a, 0x510e527f, 0x9b05688c,
                                             0x1f83d9ab, 0x5be0cd19};

static constexpr uint32_t roundConstants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotateRight(uint32_t x, int n) {
  return x >> n | x << (32 - n);
}

static void compress(uint32_t *state, const uint8_t *block) {
  uint32_t schedule[64];
  for (int i = 0; i < 16; ++i)
    schedule[i] = loadBig32(block + 4 * i);
  for (int i = 16; i < 64; ++i) {
    uint32_t a = schedule[i - 15], b = schedule[i - 2];
    schedule[i] = schedule[i - 16] + schedule[i - 7] +
                  (rotateRight(a, 7) ^ rotateRight(a, 18) ^ a >> 3) +
                  (rotateRight(b, 17) ^ rotateRight(b, 19) ^ b >> 10);
  }
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
  for (int i = 0; i < 64; ++i) {
    uint32_t t1 =
        h + (rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25)) +
        ((e & f) ^ (~e & g)) + roundConstants[i] + schedule[i];
    uint32_t t2 =
        (rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22)) +
        ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + t1;
    d = c, c = b, b = a, a = t1 + t2;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  hwlock_core_wipe(schedule, sizeof schedule);
}

void hwlock::core::sha256Init(Sha256 &context) {
  for (int i = 0; i < 8; ++i)
    context.state[i] = initialState[i];
  context.length = 0;
}

void hwlock::core::sha256Update(Sha256 &context, const uint8_t *data,
                                uint64_t size) {
  for (uint64_t i = 0; i < size; ++i) {
    context.block[context.length++ % 64] = data[i];
    if (context.length % 64 == 0)
      compress(context.state, context.block);
  }
}

void hwlock::core::sha256Final(Sha256 &context, uint8_t *digest) {
  uint64_t bits = 8 * context.length;
  const uint8_t one = 0x80, zero = 0;
  sha256Update(context, &one, 1);
  while (context.length % 64 != 56)
    sha256Update(context, &zero, 1);
  uint8_t length[8];
  storeBig64(length, bits);
  sha256Update(context, length, sizeof length);
  for (int i = 0; i < 8; ++i)
    storeBig32(digest + 4 * i, context.state[i]);
  hwlock_core_wipe(&context, sizeof context);
}
