"""Writes an array that counts up in steps of 1/8 (integers: of 1) as .npy.

Usage: npy.py TYPE SHAPE FILE, for example npy.py "<f4" 2,8 x.npy

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import math
import struct
import sys

code, shape_text, path = sys.argv[1:]
shape = tuple(int(extent) for extent in shape_text.split(",") if extent)
letters = {"f2": "e", "f4": "f", "f8": "d", "i1": "b", "u1": "B", "i4": "i"}
letter = letters[code[1:]]
step = 0.125 if code[1] == "f" else 1
data = b"".join(struct.pack("<" + letter, i * step) for i in range(math.prod(shape)))
# As NumPy spells it.
header = f"{{'descr': '{code}', 'fortran_order': False, 'shape': {shape}, }}".encode()
header += b" " * (-(len(header) + 11) % 64) + b"\n"
with open(path, "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + data)
