"""Copies an ELF file and changes one bit of a section.

Usage: flip-section.py IN SECTION OFFSET OUT; a negative OFFSET counts from the
end of the section.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import struct
import sys


def sections(elf: bytes) -> dict:
    """Offset and size of each section of a 64-bit ELF file, by name."""
    (table,) = struct.unpack_from("<Q", elf, 40)
    count, names = struct.unpack_from("<HH", elf, 60)
    headers = [struct.unpack_from("<IIQQQQ", elf, table + 64 * i) for i in range(count)]
    strings = headers[names][4]
    return {
        elf[strings + name : elf.index(b"\0", strings + name)].decode(): (offset, size)
        for name, _, _, _, offset, size in headers
    }


source, section, place, target = sys.argv[1:]
with open(source, "rb") as file:
    content = bytearray(file.read())
start, length = sections(content)[section]
index = range(length)[int(place)]
content[start + index] ^= 1
with open(target, "wb") as file:
    file.write(content)
