"""Corrupted models and profiles: no crash, only documented exit codes, and under
the error policy never another result than that of the uncorrupted model.

Accidents are noticed by the checksum of a file. Without it the error policy
covers the vault and the sealed weights; the program around them is text that
anybody may edit: a change there may give another result, and a test shows it
(docs/ThreatModel.md: not mitigated).

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import random
import re
import subprocess
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pytest
from small_model import SMALL_MODEL

USAGE, BAD_INPUT, NOT_AUTHORISED, CORRUPT = 1, 2, 3, 4
FAILURES = {USAGE, BAD_INPUT, NOT_AUTHORISED, CORRUPT}
SEED = 2405
ROUNDS = 200
# A file that hwlock wrote says so; with another label its checksum is ignored, as
# an attacker would have it.
LABEL, NO_LABEL = b"hwlock xxh3:", b"hwlock none:"


@dataclass
class Models:
    """The small model, locked, and what it gives."""

    text: bytes
    bytecode: bytes
    garbage: bytes
    # The same model locked again, so with other keys: material for splices.
    other: dict
    x: pathlib.Path
    result: bytes


@pytest.fixture(scope="module")
def models(hwlock, profile, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corruption")
    (folder / "model.mlir").write_text(SMALL_MODEL)
    np.save(folder / "x.npy", np.array([[1, 10]], dtype=np.float32))

    def lock(name, *options):
        model = folder / "model.mlir"
        hwlock.check("lock", model, "-o", folder / name, "-p", profile, "--json", *options)
        return (folder / name).read_bytes()

    text, bytecode = lock("a.mlir"), lock("a.mlirbc")
    hwlock.check("run", folder / "a.mlir", "--input", folder / "x.npy", "--output", folder / "y.npy")
    return Models(
        text,
        bytecode,
        lock("garbage.mlir", "--on-mismatch", "garbage"),
        {".mlir": lock("b.mlir"), ".mlirbc": lock("b.mlirbc")},
        folder / "x.npy",
        (folder / "y.npy").read_bytes(),
    )


@pytest.fixture
def run(hwlock, models, tmp_path):
    """Runs the bytes of a model: exit code, and the output file or None. A failure
    says why and leaves no file."""

    def call(content, suffix):
        model, output = tmp_path / f"model{suffix}", tmp_path / "y.npy"
        model.write_bytes(content)
        output.unlink(missing_ok=True)
        process = hwlock.call("run", model, "--input", models.x, "--output", output)
        assert process.returncode in FAILURES | {0}, process.stderr
        if process.returncode:
            assert process.stderr.startswith("hwlock: error: "), process.stderr
            assert {path.name for path in tmp_path.iterdir()} == {model.name}
            return process.returncode, None
        return 0, output.read_bytes()

    return call


def corrupt(content, other, rng):
    """One to eight flipped bits, a truncation, or a splice."""
    kind = rng.choice(["flip", "flip", "truncate", "splice", "move"])
    if kind == "flip":
        changed = bytearray(content)
        for _ in range(rng.choice([1, 1, 1, 2, 8])):
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
        return bytes(changed)
    at = rng.randrange(len(content))
    if kind == "truncate":
        return content[:at]
    length = rng.randrange(1, 200)
    if kind == "splice":
        return content[:at] + other[at : at + length] + content[at + length :]
    start = rng.randrange(len(content))
    return content[:at] + content[start : start + length] + content[at:]


def corruptions(content, other, seed):
    """ROUNDS corruptions, none of which is the original."""
    print(f"seed {seed}")
    rng, found = random.Random(seed), []
    while len(found) < ROUNDS:
        changed = corrupt(content, other, rng)
        if changed != content:
            found.append(changed)
    return found


def changed_part(before, after):
    """The part of `before` outside which `after` is the same."""
    pairs = list(zip(before, after))
    start = next((i for i, (a, b) in enumerate(pairs) if a != b), len(pairs))
    pairs = list(zip(reversed(before[start:]), reversed(after[start:])))
    end = next((i for i, (a, b) in enumerate(pairs) if a != b), len(pairs))
    return start, len(before) - end


def program_of(text):
    """The part of a locked model that is neither vault nor sealed weight."""
    start = text.index(b"  func.func @main")
    return start, text.index(b"\n{-#", start)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".mlir", ".mlirbc"])
def test_model(suffix, models, run):
    content = {".mlir": models.text, ".mlirbc": models.bytecode}[suffix]
    outcomes = Counter()
    for changed in corruptions(content, models.other[suffix], SEED):
        code, result = run(changed, suffix)
        assert code or result == models.result, changed
        outcomes[code] += 1
    print(outcomes)
    # The checksum sees it, unless its mark is what changed or was cut off.
    assert outcomes[CORRUPT] >= ROUNDS / 2


@pytest.mark.slow
def test_text_model_without_checksum(models, run):
    content = models.text.replace(LABEL, NO_LABEL)
    first, last = program_of(content)
    outcomes = Counter()
    for changed in corruptions(content, models.other[".mlir"], SEED + 1):
        code, result = run(changed, ".mlir")
        if code == 0 and result != models.result:
            code = "another program"
            start, end = changed_part(content, changed)
            assert first <= start and end <= last, changed
        outcomes[code] += 1
    print(outcomes)
    # Most damage breaks the syntax; some reaches the vault.
    assert outcomes[BAD_INPUT] and outcomes[NOT_AUTHORISED] + outcomes[CORRUPT]


@pytest.mark.slow
def test_profile(hwlock, models, profile, tmp_path):
    content = profile.read_bytes()
    damaged, model = tmp_path / "damaged.hwp", tmp_path / "model.mlir"
    model.write_text(SMALL_MODEL)
    for changed in corruptions(content, content[::-1], SEED + 2):
        damaged.write_bytes(changed)
        for command in (
            ("inspect", damaged),
            ("lock", model, "-o", tmp_path / "out.mlir", "-p", damaged),
        ):
            process = hwlock.call(*command)
            assert process.returncode == BAD_INPUT, process.stderr
            assert process.stderr.startswith("hwlock: error: "), process.stderr
        assert not (tmp_path / "out.mlir").exists()


def test_garbage_model_does_not_crash(models, run):
    outcomes = Counter()
    garbage = models.garbage.replace(LABEL, NO_LABEL)
    for content in corruptions(garbage, models.text, SEED + 3)[: ROUNDS // 4]:
        outcomes[run(content, ".mlir")[0]] += 1
    print(outcomes)


def test_inspect_does_not_crash(hwlock, models, tmp_path):
    model = tmp_path / "model.mlir"
    # A piece of the other model may bring its checksum along, too.
    text, other = (
        whole.replace(LABEL, NO_LABEL) for whole in (models.text, models.other[".mlir"])
    )
    for content in corruptions(text, other, SEED + 4)[: ROUNDS // 4]:
        model.write_bytes(content)
        assert hwlock.call("inspect", model).returncode in (0, BAD_INPUT)


FIELDS = {
    "vault id": r'@vault policy error id "(\w+)"',
    "manifest MAC": r'mac "(\w+)"',
    "slot id": r'@s0 id "(\w+)"',
    "helper data": r'helper "(\w+)"',
    "wrapped key": r'wrapped "(\w+)"',
    "slot tag": r' tag "(\w+)"',
    "weight id": r'row_major> id "(\w+)"',
    # The first four bytes are MLIR's alignment.
    "ciphertext": r'hwlock_w0: "0x\w{8}(\w+)"',
    "weight tags": r'hwlock_w0_tags: "0x\w{8}(\w+)"',
}


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_text_is_covered(field, models, run):
    place = re.search(FIELDS[field], models.text.decode())
    rng = random.Random(SEED)
    for at in (place.start(1), rng.randrange(*place.span(1)), place.end(1) - 1):
        digit = int(models.text[at : at + 1], 16) ^ (1 << rng.randrange(4))
        changed = models.text[:at] + b"%x" % digit + models.text[at + 1 :]
        assert run(changed, ".mlir") == (CORRUPT, None)
        code, _ = run(changed.replace(LABEL, NO_LABEL), ".mlir")
        assert code in (NOT_AUTHORISED, CORRUPT), field


@pytest.mark.slow
def test_every_byte_of_blobs_in_bytecode_is_covered(models, run, build, tmp_path):
    content = models.bytecode.replace(LABEL, NO_LABEL)
    assert run(content, ".mlirbc") == (0, models.result)
    # As text, the file says which bytes they are.
    (tmp_path / "model.mlirbc").write_bytes(content)
    text = subprocess.run(
        [build / "bin/hwlock-opt", tmp_path / "model.mlirbc"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for field in ("ciphertext", "weight tags"):
        blob = bytes.fromhex(re.search(FIELDS[field], text)[1])
        assert len(blob) == 16 and content.count(blob) == 1
        for i in range(len(blob)):
            changed = bytearray(content)
            changed[content.index(blob) + i] ^= 1 << i % 8
            assert run(bytes(changed), ".mlirbc") == (CORRUPT, None), (field, i)


def test_the_clear_program_is_not_covered(models, run):
    changed = models.text.replace(b"dense<0.000000e+00>", b"dense<5.000000e+00>")
    assert changed != models.text
    assert run(changed, ".mlir") == (CORRUPT, None)
    code, result = run(changed.replace(LABEL, NO_LABEL), ".mlir")
    assert code == 0 and result != models.result
