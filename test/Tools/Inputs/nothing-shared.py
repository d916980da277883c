"""Fails if two locked models, as text, have 8 bytes of an identifier, key, tag or
ciphertext in common. The binding of a slot names its owner, who may be the same.

Usage: nothing-shared.py A B

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re
import sys

DIGITS = 16


def pieces(path: str) -> set[str]:
    text = pathlib.Path(path).read_text()
    fields = re.findall(r'(?:id|wrapped|tag|mac) "([0-9a-f]+)"', text)
    # Behind the alignment that starts a resource.
    fields += [digits.lower() for digits in re.findall(r'"0x[0-9A-Fa-f]{8}([0-9A-Fa-f]+)"', text)]
    found = set()
    for digits in fields:
        found.update(digits[i : i + DIGITS] for i in range(0, len(digits) - DIGITS + 1, 2))
    return found


first, second = map(pieces, sys.argv[1:])
print(len(first), len(second), "pieces,", len(first & second), "shared")
sys.exit(not first or not second or bool(first & second))
