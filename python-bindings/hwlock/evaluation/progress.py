"""One line of progress that is rewritten, if somebody looks.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import sys


def show(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def done(text: str) -> None:
    """A line that stays."""
    show("")
    print(text, file=sys.stderr, flush=True)
