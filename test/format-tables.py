#!/usr/bin/env python3
"""Compares the tables of docs/FileFormat.md with the code, and decodes the frozen
files of version 2 by them. Fails if one changes without the other.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import hashlib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORE = ROOT / "include/hwlock/Core"
FIXTURES = ROOT / "test/fixtures/version-2"
TEXT = (ROOT / "docs/FileFormat.md").read_text()


def table(header: str, after: str = "") -> list[list[str]]:
    """Cells of the first table behind `after` whose header row starts so."""
    start = TEXT.index(header, TEXT.index(after))
    rows = TEXT[start:].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def constants(path: pathlib.Path) -> dict[str, int]:
    """Integers that a header or source defines, in terms of those before."""
    known = {}
    text = re.sub(r"//.*", "", path.read_text())
    for definitions in re.findall(r"constexpr (?:u?int\w+|size_t) ([^;({]+=[^;({]+);", text):
        for name, value in re.findall(r"(\w+) =\s+([^,]+)", definitions):
            value = value.replace("layout::", "").strip()
            names = {**SHARED, **known}
            if set(re.findall(r"[A-Za-z_]\w*", value)) <= set(names):
                known[name] = eval(value, {"__builtins__": {}}, names)
    known |= {n: int(v) for n, v in re.findall(r"#define (HWLOCK_\w+) (\d+)", text)}
    return known


SHARED: dict[str, int] = {}
SHARED |= constants(CORE / "Measurement.h")
SHARED |= constants(CORE / "VaultLayout.h")
SHARED |= constants(CORE / "HostSecret.h")


def evaluate(text: str, values: dict[str, int]) -> int:
    """An offset or size such as `24 + m + 2n`."""
    return eval(re.sub(r"(\d)([a-z])", r"\1*\2", text), {"__builtins__": {}}, values)


class Record:
    """A table of fields, with the letters that its sizes use."""

    def __init__(self, after: str):
        self.rows = [row[:3] for row in table("| field |", after)]

    def decode(self, data: bytes, letters: dict[str, str]) -> tuple[dict, int]:
        """Fields of the record at the start of `data`, and its length. `letters`
        says which field a letter stands for, or a function of the fields."""
        fields, values, end = {}, {}, 0
        for name, offset, size in self.rows:
            assert evaluate(offset, values) == end, f"offset of '{name}' is not {end}"
            length = evaluate(size, values)
            fields[name] = data[end : end + length]
            assert len(fields[name]) == length, f"'{name}' goes beyond the file"
            end += length
            for letter, source in letters.items():
                if source == name:
                    values[letter] = int.from_bytes(fields[name], "little")
                elif callable(source) and "sources" in fields:
                    values[letter] = source(fields)
        return fields, end

    def offset(self, name: str) -> int:
        return next(int(row[1]) for row in self.rows if row[0] == name)


HEADER, SLOT = Record("Header:"), Record("Slot of")
WEIGHT, PROFILE = Record("Weight record:"), Record("## Profile")


def check_constants():
    documented = {quoted(row[0])[0]: int(row[1]) for row in table("| name | value |")}
    assert documented == SHARED, set(documented.items()) ^ set(SHARED.items())
    text = (CORE / "VaultLayout.h").read_text()
    labels = dict(re.findall(r'char (label\w+)\[\] = "([^"]+)"', text))
    documented = {quoted(row[0])[0]: quoted(row[1])[0] for row in table("| name | label |")}
    assert documented == labels, set(documented.items()) ^ set(labels.items())
    return len(SHARED) + len(labels)


def check_offsets():
    view = constants(ROOT / "lib/Core/VaultView.cpp")
    profile = constants(ROOT / "lib/Format/Profile.cpp")
    expected = {
        "version": view["versionOffset"],
        "policy": view["policyOffset"],
        "vault id": SHARED["vaultIdOffset"],
        "slot count": view["slotCountOffset"],
        "weight count": view["weightCountOffset"],
    }
    found = {name: HEADER.offset(name) for name in expected}
    assert found == expected, (found, expected)
    assert HEADER.decode(bytes(99), {})[1] == SHARED["headerBytes"]
    assert SHARED["coreBytes"] == HEADER.offset("slot count")
    assert SLOT.offset("probes") == view["slotFixedBytes"]
    assert WEIGHT.decode(bytes(99), {})[1] == SHARED["weightRecordBytes"]
    assert PROFILE.offset("name") == profile["headerBytes"]
    return len(expected) + 5


def check_vault(policy: str):
    """Decodes a frozen vault and compares it with the text of its model."""
    data, fields = (FIXTURES / f"{policy}.vault").read_bytes(), []
    error = policy == "error"
    header, at = HEADER.decode(data, {})
    assert header["magic"] == b"hwvault\0"
    assert int.from_bytes(header["version"], "little") == SHARED["vaultVersion"]
    assert header["policy"][0] == SHARED[f"policy{policy.capitalize()}"]
    fields.append(header["vault id"])
    for _ in range(int.from_bytes(header["slot count"], "little")):
        slot, length = SLOT.decode(
            data[at:] + bytes(99), {"n": "probe count", "b": "binding size"})
        at += length if error else length - SHARED["macBytes"]
        fields += [slot[name] for name in ("slot id", "helper", "wrapped key")]
        fields += [slot["tag"]] if error else []
    for _ in range(int.from_bytes(header["weight count"], "little")):
        weight, length = WEIGHT.decode(data[at:], {})
        at += length
        fields.append(weight["weight id"])
    if error:
        fields.insert(1, data[at : at + SHARED["macBytes"]])
        at += SHARED["macBytes"]
    assert at == len(data), f"{policy}.vault has {len(data)} bytes, its tables say {at}"
    text = (FIXTURES / f"{policy}.mlir").read_text()
    assert [f.hex() for f in fields] == re.findall(r'"((?:[0-9a-f]{2})*)"', text)
    return len(fields)


def check_profile():
    data = (FIXTURES / "device.hwp").read_bytes()
    letters = {
        "m": "name length",
        "n": "probe count",
        "q": "quiet count",
        "i": "item bytes",
        "p": lambda fields: (fields["sources"][0] >> 1 & 1) * SHARED["HWLOCK_PRECISION_BYTES"],
    }
    fields, length = PROFILE.decode(data, letters)
    assert length == len(data), f"device.hwp has {len(data)} bytes, its table says {length}"
    assert fields["magic"] == b"hwprofil"
    assert fields["checksum"] == hashlib.sha256(data[:-32]).digest()
    return len(fields)


def check_rules():
    enum = re.search(r"enum class VaultFault[^{]*{([^}]*)}", (CORE / "VaultView.h").read_text())
    faults = set(re.findall(r"(\w+),", enum[1])) - {"None"}
    rows = table("| rule | what | faults |")
    documented = [fault for row in rows for fault in quoted(row[2])]
    assert sorted(documented) == sorted(faults), set(documented) ^ faults

    # What a file can break; the other rules keep a program from writing nonsense.
    reader = (ROOT / "lib/Format/Profile.cpp").read_text()
    checks = (ROOT / "lib/Format/ProfileRules.cpp").read_text()
    checks += (ROOT / "lib/Format/ProfileItems.cpp").read_text()
    messages = [quoted(row[2]) for row in table("| rule | what | message |")]
    for rule, words in enumerate(messages, 1):
        for word in words:
            assert word in reader + checks, f"P{rule}: no message '{word}'"
    thrown = re.findall(r'badInput\("(?:profile )?([^"]*)"', reader)
    documented = [word for words in messages for word in words]
    for message in thrown:
        assert any(word in message for word in documented), f"'{message}' has no rule"
    numbers = [row[0] for row in rows + table("| rule | what | message |")]
    assert numbers == [f"V{i + 1}" for i in range(9)] + [f"P{i + 1}" for i in range(7)]
    return len(numbers)


def main():
    checks = (check_constants, check_offsets, check_profile, check_rules)
    counts = [check() for check in checks]
    counts += [check_vault("error"), check_vault("garbage")]
    print(f"compared {sum(counts)} values, offsets and rules of docs/FileFormat.md")


if __name__ == "__main__":
    sys.exit(main())
