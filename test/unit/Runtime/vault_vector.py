#!/usr/bin/env python3
"""Computes a vault and its sealed weights from the text of VaultLayout.h.

Uses nothing of hwlock and nothing but hashlib and hmac, so that the file format
is pinned to its description. Prints VaultVector.inc, or with --check FILE fails
unless FILE holds exactly that.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import hashlib
import hmac
import struct
import sys

PROBES = bytes(range(0, 48, 2))
SYMBOLS = bytes(1 + i % 10 for i in PROBES)
PRECISION = bytes((7 * i + 1) % 256 for i in range(64))
# Core/QuietChains.h, never changed.
QUIET_CHAINS = [
    0, 1, 2, 8, 9, 14, 15, 16, 17, 18, 19, 22, 24, 25, 26, 27, 28, 30, 31, 32, 33,
    34, 35, 36, 38, 47, 48, 53, 54, 64, 67, 75, 78, 89, 91, 97, 98, 102, 109, 116,
    117, 118, 119, 124, 125]
WEIGHTS = [bytes(i * i % 251 for i in range(size)) for size in (3, 65537)]


class Keys:
    """The stream of test/lib/RepeatingKeys.h, seed 0."""

    def __init__(self):
        self.stream = b"".join(
            hashlib.sha256(b"hwlock test keys" + struct.pack("<II", 0, n)).digest()
            for n in range(16))

    def take(self, count):
        taken, self.stream = self.stream[:count], self.stream[count:]
        return taken


def hmac256(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def expand(key, info, size=32):
    return hmac256(key, info + b"\x01")[:size]  # one block of RFC 5869


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def gf_tables():
    power, value = [], 1
    for _ in range(255):
        power.append(value)
        value = value << 1 ^ (0x11D if value & 0x80 else 0)
    return power, {v: i for i, v in enumerate(power)}


POWER, LOG = gf_tables()


def gf_multiply(a, b):
    return POWER[(LOG[a] + LOG[b]) % 255] if a and b else 0


def reed_solomon(message, parity=8):
    """Remainder of message * x^8 by the product of (x - alpha^i), i < 8."""
    generator = [1]  # highest power first
    for i in range(parity):
        shifted = generator + [0]
        scaled = [0] + [gf_multiply(c, POWER[i]) for c in generator]
        generator = [x ^ y for x, y in zip(shifted, scaled)]
    rest = list(message) + [0] * parity
    for i in range(len(message)):
        factor = rest[i]
        for j, coefficient in enumerate(generator):
            rest[i + j] ^= gf_multiply(factor, coefficient)
    return bytes(message) + bytes(rest[-parity:])


def aes_multiply(a, b):
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def aes_sbox():
    box = []
    for x in range(256):
        inverse = next((y for y in range(256) if aes_multiply(x, y) == 1), 0)
        value = 0x63
        for turn in range(5):
            value ^= (inverse << turn | inverse >> (8 - turn)) & 0xFF
        box.append(value)
    return box


SBOX = aes_sbox()
DOUBLE = [aes_multiply(x, 2) for x in range(256)]


def aes_schedule(key):
    words, round_constant = [key[i:i + 4] for i in range(0, len(key), 4)], 1
    in_key = len(words)
    for i in range(in_key, 4 * (in_key + 7)):
        word = words[-1]
        if i % in_key == 0:
            word = bytes(SBOX[b] for b in word[1:] + word[:1])
            word = bytes([word[0] ^ round_constant]) + word[1:]
            round_constant = DOUBLE[round_constant]
        elif i % in_key == 4:  # only with a key of 256 bits
            word = bytes(SBOX[b] for b in word)
        words.append(xor(words[i - in_key], word))
    return [b"".join(words[i:i + 4]) for i in range(0, len(words), 4)]


def aes(schedule, block):
    state = xor(block, schedule[0])
    for number in range(1, len(schedule)):
        state = [SBOX[state[5 * i % 16]] for i in range(16)]  # and ShiftRows
        if number < len(schedule) - 1:
            mixed = []
            for column in range(0, 16, 4):
                a = state[column:column + 4]
                total = a[0] ^ a[1] ^ a[2] ^ a[3]
                mixed += [a[i] ^ total ^ DOUBLE[a[i] ^ a[(i + 1) % 4]] for i in range(4)]
            state = mixed
        state = xor(state, schedule[number])
    return bytes(state)


def ghash(key, data):
    h, y = int.from_bytes(key, "big"), 0
    for i in range(0, len(data), 16):
        x, product, v = y ^ int.from_bytes(data[i:i + 16], "big"), 0, h
        for bit in range(127, -1, -1):
            product ^= v if x >> bit & 1 else 0
            v = v >> 1 ^ (0xE1 << 120 if v & 1 else 0)
        y = product
    return y.to_bytes(16, "big")


def pad16(data):
    return data + bytes(-len(data) % 16)


def seal(key, core, weight_id, plain, tagged):
    schedule, sealed, tags = aes_schedule(key), b"", b""
    for index in range((len(plain) + 65535) // 65536):
        part = plain[index * 65536:(index + 1) * 65536]
        nonce = index.to_bytes(12, "big")
        stream = b"".join(aes(schedule, nonce + (2 + n).to_bytes(4, "big"))
                          for n in range((len(part) + 15) // 16))
        part = xor(part, stream)
        sealed += part
        if tagged:
            associated = (hashlib.sha256(core).digest() + weight_id +
                          struct.pack("<QQ", index, len(plain)))
            lengths = struct.pack(">QQ", 8 * len(associated), 8 * len(part))
            hashed = ghash(aes(schedule, bytes(16)),
                           pad16(associated) + pad16(part) + lengths)
            tags += xor(hashed, aes(schedule, nonce + b"\0\0\0\1"))
    return sealed, tags


def make(policy, quiet, cipher):
    keys = Keys()
    vault_id, dek, slot_id = keys.take(32), keys.take(32), keys.take(16)
    core = b"hwvault\0" + struct.pack("<HBB", 2, policy, 0) + vault_id
    probes, helper, clock = b"", b"", quiet
    if policy == 0:
        probes, clock = PROBES, SYMBOLS
        helper = xor(SYMBOLS, reed_solomon(keys.take(len(PROBES) - 8)))
    ikm = (b"\x01" + struct.pack("<I", len(clock)) + clock +
           b"\x02" + struct.pack("<I", len(PRECISION)) + PRECISION)
    slot = slot_id + struct.pack("<BBHHH", 3, 0, len(probes), 0, 0) + probes + helper
    info = b"hwlock/2/kek" + hashlib.sha256(core + slot).digest()
    kek = expand(hmac256(vault_id, ikm), info)
    slot += xor(dek, expand(kek, b"hwlock/2/wrap-stream"))
    if policy == 0:
        slot += hmac256(expand(kek, b"hwlock/2/slot-tag"), core + slot)
    rest = struct.pack("<HHI", 1, 0, len(WEIGHTS)) + slot
    everything = b""
    for plain in WEIGHTS:
        weight_id = keys.take(16)
        rest += weight_id + struct.pack(
            "<QQIBBH", len(plain), len(plain), 1, 0, 1, 0) + bytes([cipher] + 7 * [0])
        key = expand(dek, b"hwlock/2/weight-mask" + weight_id,
                     {1: 16, 2: 32}[cipher])
        everything += b"".join(seal(key, core, weight_id, plain, policy == 0))
    if policy == 0:
        rest += hmac256(expand(dek, b"hwlock/2/manifest"), core + rest)
    return core + rest, everything


def literal(text):
    return "\n".join(f'    "{text[i:i + 64]}"' for i in range(0, len(text), 64))


def main():
    quiet = bytes(1 + chain % 10 for chain in QUIET_CHAINS)
    lines = ["// Made by vault_vector.py: VaultLayout.h without hwlock."]
    for name, policy, cipher in (("Error", 0, 1), ("Garbage", 1, 1), ("Error256", 0, 2),
                                 ("Garbage256", 1, 2)):
        vault, sealed = make(policy, quiet, cipher)
        digest = hashlib.sha256(sealed).hexdigest()
        lines += [f"static constexpr char vault{name}[] =", literal(vault.hex()) + ";",
                  f"static constexpr char sealed{name}[] =", literal(digest) + ";"]
    text = "\n".join(lines) + "\n"
    if sys.argv[1:2] == ["--check"]:
        with open(sys.argv[2], encoding="utf-8") as file:
            return 0 if file.read() == text else "the vector differs from its description"
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
