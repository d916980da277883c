#!/usr/bin/env python3
"""Runs every example of the descriptions in include/hwlock/**/*.td.

Each ```mlir block goes through hwlock-opt. A block may be a module, symbols, a
part of a vault, statements of a function, or a type or attribute. What refers
to @v stands below the vault of the example of hwlock.vault. Only a block with
"..." is an excerpt and not run. Fails if a block is rejected, or if an
operation, type, attribute or pass has none that runs.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re
import subprocess
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "include" / "hwlock"

# Definitions that a reader looks up by name.
DEFINITION = re.compile(
    r"^def (\w+)\s*:\s*(?:Hwlock_Op|Hwlock_Type|Hwlock_Attr|EnumAttr|Pass)\s*<", re.MULTILINE
)
ANY_DEFINITION = re.compile(r"^(?:def|class|multiclass) ", re.MULTILINE)
BLOCK = re.compile(r"```mlir\n(.*?)```", re.DOTALL)
TOP_LEVEL = re.compile(r"^(module|func\.func|hwlock\.vault|memref\.global)\b", re.MULTILINE)


def definitions() -> dict[str, list[str]]:
    """The examples of each definition."""
    found = {}
    for path in sorted(FOLDER.rglob("*.td")):
        text = path.read_text()
        for match in DEFINITION.finditer(text):
            following = ANY_DEFINITION.search(text, match.end())
            body = text[match.start() : following.start() if following else len(text)]
            blocks = [textwrap.dedent(block) for block in BLOCK.findall(body)]
            found[match[1]] = [block for block in blocks if "..." not in block]
    return found


def in_module(example: str, vault: str) -> str:
    """A module that holds `example`."""
    if re.match(r"[#!]", example):
        return f"module attributes {{hwlock.example = {example.strip()}}} {{}}"
    if TOP_LEVEL.search(example):
        needs_vault = "@v:" in example and "hwlock.vault" not in example
        return f"{vault}\n{example}" if needs_vault else example
    indented = textwrap.indent(example, "  ")
    if re.match(r"hwlock\.(slot|sealed)", example):
        # Behind the parts of the same kind, in place of one of the same name.
        kind, name = re.match(r"(hwlock\.\w+) (@\w+)", example).groups()
        parts = re.split(r"(?=^  hwlock\.)", vault.rstrip()[:-1], flags=re.MULTILINE)
        parts = [p for p in parts if not p.startswith(f"  {kind} {name} ")]
        slots = 1 + sum(p.startswith("  hwlock.slot") for p in parts)
        parts.insert(slots if kind == "hwlock.slot" else len(parts), indented)
        return "".join(parts) + "}\n"
    return f"{vault}\nfunc.func @example() {{\n{indented}  return\n}}\n"


def main() -> int:
    tool = sys.argv[1]
    examples = definitions()
    vault = examples["Hwlock_VaultOp"][0]
    failures = 0
    for name, blocks in examples.items():
        if not blocks:
            failures += 1
            print(f"{name}: no example that runs")
        for block in blocks:
            module = in_module(block, vault)
            result = subprocess.run([tool], input=module, text=True, capture_output=True)
            if result.returncode:
                failures += 1
                print(f"{name}: example rejected\n{module}{result.stderr}")
    print(f"ran {sum(map(len, examples.values()))} examples of {len(examples)} definitions")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
