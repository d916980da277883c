"""Models as text, as `hwlock lock` writes them.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

CHECKSUM = "// hwlock xxh3:"


def without_checksum(text: str) -> str:
    """Drops the last line, by which hwlock notices that a text was changed: what
    whoever edits a model on purpose does."""
    body, mark, _ = text.rpartition(CHECKSUM)
    if not mark:
        raise ValueError(f"the text has no line {CHECKSUM}")
    return body
