"""A little of the whole evaluation, from locking to the plots.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import os
import pathlib
import subprocess

import pytest

from hwlock.evaluation import tables

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def results(build, tmp_path_factory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("evaluation")
    subprocess.run(
        [ROOT / "scripts/evaluate", "hard", "--quick", "--restart", "--output", folder],
        env={**os.environ, "HWLOCK_BUILD_DIR": str(build.resolve())},
        check=True,
    )
    return folder


@pytest.mark.slow
def test_every_part_has_results(results):
    # MiniLM is left out of a quick run, and so are its controls.
    for part in set(tables.PARTS) - {"controls"}:
        assert "| --- |" in tables.part(part, results)


@pytest.mark.slow
def test_wrong_keys_destroy(results):
    for name, cell in json.loads((results / "destruction.json").read_text()).items():
        assert cell["right"] > 0.9, name
        assert cell["mean"] < 0.3, name


@pytest.mark.slow
def test_plain_encryption_is_told_apart(results):
    """Random bits are no weights: an attack that misses that finds nothing."""
    found = json.loads((results / "indistinguishability.json").read_text())
    assert found["MiniLM matrices/aes"]["tests"]["exponents"]["auc"] == 1


@pytest.mark.slow
def test_a_machine_opens_what_is_locked_to_it_and_no_emulator_does(results):
    for form, found in json.loads((results / "accepts.json").read_text()).items():
        if form == "cpus":
            continue
        cpus, opens = found["cpus"], found["opens"]
        here = opens[cpus.index("this machine")]
        assert all(opens[i][i] for i in range(len(cpus)))
        assert not any(here[i] for i, cpu in enumerate(cpus) if cpu in ("qemu-x86_64", "valgrind"))


@pytest.mark.slow
def test_plots(results):
    pytest.importorskip("matplotlib")
    from hwlock.evaluation import report

    report.write(results)
    assert len(list(results.glob("*.svg"))) == len(report.PICTURES)
