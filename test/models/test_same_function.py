"""Soft locks leave the function of small graphs of unusual forms as it is.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Most files of same_function/ once led a pass to another function, to an invalid module or to
a crash.
"""

import concurrent.futures
import pathlib
import subprocess

import numpy as np
import pytest

from hwlock import load
from hwlock.attacks.batches import batches
from hwlock.soft.samples import samples_for

FOLDER = pathlib.Path(__file__).resolve().parent / "same_function"
NAMES = sorted(path.stem for path in FOLDER.glob("*.mlir"))
# Few layers would get a kappa of 4096, whose drift is near the largest below. What is inserted
# takes more than so small layers do.
PASSES = {
    "po2-scale": "seed=1",
    "head-mix": "seed=1",
    "ln-null-in": "seed=1",
    "ln-null-out": "seed=1",
    "pos-mix": "seed=1 kappa=1024",
    "out-mix": "seed=1 kappa=1024 max-cost=8",
    "flip-pair": "seed=1",
    "split-pair": "seed=1",
}
LARGEST = "weights-near-the-largest-float32"
LEAST = "weights-near-the-least-normal-float32"
RANGE = "weights-that-a-large-range-takes-bits-from"
OPTIONS = {
    # Those that reach the limits of float32.
    (LARGEST, "po2-scale"): "seed=5",
    (LEAST, "po2-scale"): "seed=3",
    (RANGE, "po2-scale"): "seed=1 range=40",
}
# Native code takes no matrix product of several types of elements by its name.
GENERALIZE = "--linalg-generalize-named-ops"
# Largest change of an element of an output, relative to the largest that it has.
DRIFT = 1e-3
# Where a graph rounds to less than float32: some steps of that type.
ROUNDED = {
    "layer-rounded-to-bfloat16-before-its-mean-is-subtracted": 2**-6,
    "layer-rounded-to-float16-before-its-mean-is-subtracted": 2**-8,
    "product-of-two-layers-in-float16": 2**-8,
    "rounding-in-the-body-of-a-contraction": 2**-8,
}
# Bytes for hwlock-opt: a pass that takes all there are is not to take them from others.
MEMORY = 1 << 30


def failure(build, model, output, *passes):
    """Writes `model` after passes; says why hwlock-opt, or its verifier, does not."""
    process = subprocess.run(
        [
            "prlimit", f"--data={MEMORY}", build / "bin/hwlock-opt", model,
            *passes, GENERALIZE, "--emit-bytecode", "-o", output,
        ],
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if not process.returncode:
        return None
    errors = [line for line in process.stderr.splitlines() if "error:" in line.lower()]
    return f"exit code {process.returncode} {' '.join(errors[:1])}"


def outputs(path):
    """What a model gives for random inputs, one batch of them in each row."""
    model = load(path)
    samples = samples_for(model, None, None, seed=1).inputs
    size = model.functions["main"].inputs[0].shape[0]
    found = [model.run(*batch) for batch in batches(samples, size)]
    return np.stack(found).astype(np.float64)


def difference(found, expected, drift):
    """Says what is not the same, if anything. Each element of the output is compared with
    itself in other batches, so that a large one hides no other."""
    finite = np.isfinite(expected)
    if not np.array_equal(found[~finite], expected[~finite], equal_nan=True):
        return "what was not finite is something else"
    found, expected = np.where(finite, found, 0), np.where(finite, expected, 0)
    with np.errstate(invalid="ignore"):
        change, size = np.abs(found - expected).max(axis=0), np.abs(expected).max(axis=0)
    # False for NaN.
    if (change <= drift * size).all():
        return None
    return f"changes by {(change / np.maximum(size, 1e-30)).max():.2g}"


@pytest.mark.parametrize("name", NAMES)
def test_passes_leave_the_function_as_it_is(name, build, tmp_path):
    model, plain = FOLDER / f"{name}.mlir", tmp_path / "plain.mlirbc"
    assert failure(build, model, plain) is None
    expected = outputs(plain)

    def fault(lock):
        soft = tmp_path / f"{lock}.mlirbc"
        options = OPTIONS.get((name, lock), PASSES[lock])
        if reason := failure(build, model, soft, f"--hwlock-{lock}={options}"):
            return reason
        if soft.read_bytes() == plain.read_bytes():
            return None
        found = outputs(soft)
        if lock == "po2-scale":
            return None if found.tobytes() == expected.tobytes() else "other bits"
        return difference(found, expected, ROUNDED.get(name, DRIFT))

    with concurrent.futures.ThreadPoolExecutor() as pool:
        faults = dict(zip(PASSES, pool.map(fault, PASSES), strict=True))
    assert {lock: reason for lock, reason in faults.items() if reason} == {}


@pytest.mark.parametrize(
    "name, before, after",
    [
        ("layer-on-a-diagonal", "0.875", "0.9"),
        # Seen beside the output that the bias makes large.
        ("bias-of-minus-a-billion", "0.875", "0.9"),
        ("bias-of-minus-infinity", "0.875", "0.9"),
        ("bias-of-minus-infinity", "0xFF800000", "0x7F800000"),
        ("bias-of-minus-infinity", "0xFF800000", "-1.0e9"),
    ],
)
def test_another_constant_is_found(name, before, after, tmp_path):
    model, changed = FOLDER / f"{name}.mlir", tmp_path / "changed.mlir"
    text = model.read_text()
    assert text.count(before) == 1
    changed.write_text(text.replace(before, after))
    expected = outputs(model)
    assert outputs(model).tobytes() == expected.tobytes()
    assert difference(outputs(changed), expected, DRIFT)
