#!/usr/bin/env python3
"""Fails unless every verifier rule is described, checked and tested.

Rules are numbered C1, C2, ... through the dialect. Each must stand in one
description (*.td), in a message (lib/IR) and in an expected error of
test/IR/invalid.mlir.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def numbers(pattern: str, files: list[pathlib.Path]) -> collections.Counter:
    text = "".join(path.read_text() for path in files)
    return collections.Counter(int(n) for n in re.findall(pattern, text))


def main() -> int:
    described = numbers(r"- C(\d+):", sorted((ROOT / "include/hwlock/IR").glob("*.td")))
    checked = numbers(r'"C(\d+)\b', sorted((ROOT / "lib/IR").glob("*.cpp")))
    tested = numbers(r"expected-error.*\{\{C(\d+):", [ROOT / "test/IR/invalid.mlir"])
    failures = [f"C{n} is described {count} times" for n, count in described.items() if count > 1]
    rules = set(range(1, len(described) + 1))
    for what, found in (("described", described), ("checked", checked), ("tested", tested)):
        failures += [f"C{n} is not {what}" for n in sorted(rules - set(found))]
        failures += [f"C{n} is {what} but not a rule" for n in sorted(set(found) - rules)]
    print(*failures, f"{len(rules)} rules, {sum(tested.values())} cases", sep="\n")
    return 1 if failures or not rules else 0


if __name__ == "__main__":
    sys.exit(main())
