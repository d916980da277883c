"""Prints a vault whose one sealed weight has 4 KiB of the given kind of bytes:
floats (1024 values around zero, as they are) or random (a stream of SHA-256).

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import hashlib
import random
import struct
import sys

generator = random.Random(1)
DATA = {
    "floats": b"".join(struct.pack("<f", generator.gauss(0, 0.05)) for _ in range(1024)),
    "random": b"".join(hashlib.sha256(bytes([n])).digest() for n in range(128)),
}[sys.argv[1]]

print(
    f"""
hwlock.vault @v policy garbage id "{bytes(32).hex()}" {{
  hwlock.slot @s0 id "{bytes(16).hex()}" sources<precision> probes [] helper ""
      wrapped "{bytes(32).hex()}"
  hwlock.sealed @w : tensor<1024xf32> chain [#hwlock.aes<128>]
      order #hwlock.order<row_major> id "{bytes(16).hex()}" = dense_resource<w> : tensor<4096xi8>
}}
{{-# dialect_resources: {{ builtin: {{ w: "0x04000000{DATA.hex()}" }} }} #-}}
"""
)
