#!/usr/bin/env python3
"""Fails unless every pass has a test of what it does and one of what it refuses.

A pass `hwlock-x` of include/hwlock/**/*.td needs hwlock-x.mlir and
hwlock-x-invalid.mlir in the folder of tests that mirrors its library.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main() -> int:
    passes, missing = 0, []
    for source in sorted((ROOT / "include/hwlock").rglob("*.td")):
        folder = ROOT / "test" / source.parent.relative_to(ROOT / "include/hwlock")
        for name in re.findall(r': Pass<"([^"]+)"', source.read_text()):
            passes += 1
            tests = (folder / f"{name}{suffix}.mlir" for suffix in ("", "-invalid"))
            missing += [test for test in tests if not test.exists()]
    print(*(f"missing: {test.relative_to(ROOT)}" for test in missing), f"{passes} passes", sep="\n")
    return 1 if missing or not passes else 0


if __name__ == "__main__":
    sys.exit(main())
