"""Hand-written parts of networks compute the same after soft locks.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

test/Soft says what is rewritten in them; here they run.
"""

import pathlib
import re

import numpy as np
import pytest
from test_soft_locks import DRIFT, drift, rewritten

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Soft"
NAMES = (
    "batched-weight", "gated", "grouped-query", "hwlock-ln-null-in", "hwlock-ln-null-out",
    "hwlock-out-mix", "layer-norm", "look-up", "nhwc", "norm-sides", "reshape", "rotary",
)  # fmt: skip
PASSES = (
    "--hwlock-head-mix=seed=1",
    "--hwlock-ln-null-in=seed=1",
    "--hwlock-ln-null-out=seed=1",
    "--hwlock-out-mix=seed=1 max-cost=4 kappa=1024",
    "--hwlock-soft-lock=seed=1",
)
FUNCTION = re.compile(r"func\.func @(\w+)\(%x: tensor<([\dx]+)xf32>\)")


def functions(*names):
    return [
        (name, function, tuple(map(int, shape.split("x"))))
        for name in names
        for function, shape in FUNCTION.findall((FOLDER / f"{name}.mlir").read_text())
    ]


@pytest.fixture
def result(hwlock, tmp_path):
    """What a function of a model gives for random numbers of a shape."""
    inputs, output = tmp_path / "input.npy", tmp_path / "output.npy"

    def run(model, function, shape):
        np.save(inputs, np.random.default_rng(1).standard_normal(shape, np.float32))
        command = ("run", model, "--function", function, "--input", inputs, "--output", output)
        hwlock.check(*command)
        return np.load(output)

    return run


@pytest.mark.parametrize("name, function, shape", functions(*NAMES))
def test_the_same_in_float32(name, function, shape, result, build, tmp_path):
    plain, soft = FOLDER / f"{name}.mlir", tmp_path / "soft.mlirbc"
    expected = result(plain, function, shape)
    rewritten(build, plain, soft, "--hwlock-po2-scale=seed=1")
    assert result(soft, function, shape).tobytes() == expected.tobytes()
    for passes in PASSES:
        rewritten(build, plain, soft, passes)
        assert drift(result(soft, function, shape), expected) < DRIFT


@pytest.mark.parametrize("passes", PASSES)
def test_every_pass_finds_several(passes, build, tmp_path):
    plain, soft = tmp_path / "plain.mlirbc", tmp_path / "soft.mlirbc"
    changed = 0
    for name in NAMES:
        rewritten(build, FOLDER / f"{name}.mlir", plain)
        rewritten(build, FOLDER / f"{name}.mlir", soft, passes)
        changed += plain.read_bytes() != soft.read_bytes()
    assert changed > 1


PAIRS = [
    (lock, *found)
    for lock in ("flip-pair", "split-pair")
    for found in functions(f"hwlock-{lock}", "nhwc", "spelled-out")
]


@pytest.mark.parametrize("lock, name, function, shape", PAIRS)
def test_pairs_are_the_same_in_float32(lock, name, function, shape, result, build, tmp_path):
    plain, soft = FOLDER / f"{name}.mlir", tmp_path / "soft.mlirbc"
    rewritten(build, plain, soft, f"--hwlock-{lock}=seed=1 kappa=256")
    expected = result(plain, function, shape)
    assert drift(result(soft, function, shape), expected) < DRIFT
