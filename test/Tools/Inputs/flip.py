"""Copies a model and changes the hexadecimal digit after a text in it. The line
with the checksum, which everybody can compute, is left out.

Usage: flip.py IN TEXT OUT; TEXT must be there, the first place is changed.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import sys

source, text, target = sys.argv[1:]
with open(source) as file:
    content = file.read()
place = content.index(text) + len(text)
digit = "%x" % (int(content[place], 16) ^ 1)
with open(target, "w") as file:
    file.write((content[:place] + digit + content[place + 1 :]).rpartition("// hwlock xxh3:")[0])
