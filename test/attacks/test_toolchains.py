"""Real toolchains keep an unlocked network, and what a lock does to them can be undone.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import functools

import numpy as np
import pytest
from test_battery import IMAGES, LABELS, MODEL, scaled

from hwlock.attacks import toolchains
from hwlock.attacks.batches import batches
from hwlock.attacks.replica import replica
from hwlock.attacks.toolchains import catalogue, samples

NAMES = {
    "onnxruntime": [
        "onnxruntime static, MinMax, per tensor",
        "onnxruntime static, Percentile, per channel",
        "onnxruntime dynamic, per channel",
    ],
    "torchao": [
        "torchao PT2E static int8",
        "torchao dynamic int8",
        "torchao int8",
        "torchao int4 in groups of 32",
    ],
    "optimum.quanto": ["quanto int8", "quanto fp8"],
}


def named(*names):
    return [toolchain for toolchain in toolchains.installed() if toolchain.name in names]


@functools.cache
def unlocked():
    return replica(MODEL)


@pytest.mark.parametrize("package", NAMES)
def test_an_unlocked_model_is_kept(package):
    """Known: 97 to 98 %; four bits cost a point."""
    if package in toolchains.missing():
        pytest.skip(f"{package} is not installed: scripts/setup --evaluate")
    wanted = named(*NAMES[package])
    assert {toolchain.name for toolchain in wanted} == set(NAMES[package])
    plain = toolchains.outputs_of(unlocked(), [IMAGES])
    for toolchain in wanted:
        made = toolchain.run(unlocked(), [IMAGES[:60]], [IMAGES])
        assert np.mean(made.argmax(1) == LABELS) > 0.965, toolchain
        assert np.abs(made - plain).max() > 1e-3 * np.abs(plain).max(), toolchain


def test_a_lock_and_its_repair(tmp_path):
    """Channels scaled by powers of two: int8 at chance, undone by equalisation."""
    wanted = named("onnxruntime static, MinMax, per channel")
    report = toolchains.battery(
        scaled(tmp_path), IMAGES, LABELS, toolchains=wanted, calibration=IMAGES[:60]
    )
    rows = {row.attack: row for row in report.rows}
    name = wanted[0].name
    assert report.accuracy > 0.975
    assert list(rows) == [name, f"CLE, {name}"]  # nothing of other locks is found
    assert rows[name].tier == "T1" and rows[name].accuracy < 0.25
    assert rows[f"CLE, {name}"].accuracy > 0.97


def test_names_are_of_one_each():
    every = [
        (toolchain.name, toolchain.rounds)
        for package, found in catalogue.PACKAGES.items()
        if package not in toolchains.missing()
        for toolchain in found()
    ]
    assert len(set(every)) == len(every) >= 10


def test_batches_are_filled_with_the_first_samples():
    values = np.arange(5)[:, None].astype(np.float32)
    found = [batch[0][:, 0].tolist() for batch in batches([values], 3)]
    assert found == [[0, 1, 2], [3, 4, 0]]
    found = [batch[0][:, 0].tolist() for batch in batches([values], 12)]
    assert found == [[0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]]
    outputs = samples.run(lambda batch: 2 * batch[0], [values], 3)
    assert outputs[:, 0].tolist() == [0, 2, 4, 6, 8]
