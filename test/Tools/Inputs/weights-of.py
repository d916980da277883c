"""Writes the bytes of all large constants of a model in text form.

Usage: weights-of.py MODEL OUT [COLUMNS]; with COLUMNS, as words in the order of
the columns of a matrix with so many.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re
import sys

text = pathlib.Path(sys.argv[1]).read_text()
data = b"".join(bytes.fromhex(h) for h in re.findall(r'dense<"0x([0-9A-F]+)">', text))
if len(sys.argv) > 3:
    columns = int(sys.argv[3])
    words = [data[i : i + 4] for i in range(0, len(data), 4)]
    data = b"".join(b"".join(words[c::columns]) for c in range(columns))
pathlib.Path(sys.argv[2]).write_bytes(data)
