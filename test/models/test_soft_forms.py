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
NAMES = ("gated", "grouped-query", "hwlock-out-mix", "layer-norm", "nhwc", "rotary")
FUNCTION = re.compile(r"func\.func @(\w+)\(%x: tensor<([\dx]+)xf32>\)")
FUNCTIONS = [
    (name, function, tuple(map(int, shape.split("x"))))
    for name in NAMES
    for function, shape in FUNCTION.findall((FOLDER / f"{name}.mlir").read_text())
]


@pytest.mark.parametrize("name, function, shape", FUNCTIONS)
def test_the_same_in_float32(name, function, shape, hwlock, build, tmp_path):
    inputs = tmp_path / "input.npy"
    np.save(inputs, np.random.default_rng(1).standard_normal(shape, np.float32))

    def result(model):
        output = tmp_path / "output.npy"
        command = ("run", model, "--function", function, "--input", inputs, "--output", output)
        hwlock.check(*command)
        return np.load(output)

    plain, soft = FOLDER / f"{name}.mlir", tmp_path / "soft.mlirbc"
    expected = result(plain)
    rewritten(build, plain, soft, "--hwlock-po2-scale=seed=1")
    assert result(soft).tobytes() == expected.tobytes()
    for passes in (
        "--hwlock-head-mix=seed=1",
        "--hwlock-ln-null-in=seed=1",
        "--hwlock-out-mix=seed=1 max-cost=4 kappa=1024",
        "--hwlock-soft-lock=seed=1",
    ):
        rewritten(build, plain, soft, passes)
        assert drift(result(soft), expected) < DRIFT
