"""A little of the whole evaluation, from locking to the plots.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import os
import pathlib
import subprocess

import pytest

from hwlock.evaluation import tables, targets

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOFT = ("soft", "toolchains", "distillation", "both_locks")


def evaluate(what: str, build: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    subprocess.run(
        [ROOT / "scripts/evaluate", what, "--quick", "--restart", "--output", folder],
        env={**os.environ, "HWLOCK_BUILD_DIR": str(build.resolve())},
        check=True,
    )
    return folder


@pytest.fixture(scope="module")
def results(build, tmp_path_factory) -> pathlib.Path:
    return evaluate("hard", build, tmp_path_factory.mktemp("evaluation"))


@pytest.fixture(scope="module")
def soft_results(build, tmp_path_factory) -> pathlib.Path:
    return evaluate("soft", build, tmp_path_factory.mktemp("soft"))


def parts_of(*files: str) -> list[str]:
    return [part for part, (file, _) in tables.PARTS.items() if file in files]


@pytest.mark.slow
def test_every_part_has_results(results):
    # MiniLM is left out of a quick run, and so are its controls.
    for part in set(tables.PARTS) - set(parts_of("controls", *SOFT)):
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
def test_attacks_keep_a_network_and_lose_a_soft_lock(soft_results):
    for part in parts_of(*SOFT):
        assert "| --- |" in tables.part(part, soft_results)
    steps = json.loads((soft_results / "soft.json").read_text())
    plain, locked = steps["digits CNN/plain/1"], steps["digits CNN/locked/1"]
    assert plain["score"] == locked["score"] > 0.97
    assert plain["drift"] < locked["drift"] < 5e-4
    assert 1 < locked["macs"] < 1.1

    def left(step: dict, tier: str) -> float:
        return max(score for _, of, _, score in step["rows"] if of == tier)

    # An attack that is faulty looks like a strong lock.
    for tier in ("T0", "T1", "T2", "mixed"):
        assert left(plain, tier) > 0.95
    for tier in ("T0", "T1"):
        assert left(locked, tier) < 0.25
    # Who knows the lock undoes it.
    assert left(locked, "T2") > 0.95


@pytest.mark.slow
def test_distillation_gets_a_network_that_int8_leaves(soft_results):
    found = json.loads((soft_results / "distillation.json").read_text())["digits CNN/1"]
    assert found["locked"][0] > 0.97 and found["locked"][1] < 0.25
    assert min(found["distilled"]) > 0.88
    assert 0.5 < min(found["scratch"]) <= max(found["scratch"]) < 0.95


@pytest.mark.slow
def test_both_locks_hold(soft_results):
    results = json.loads((soft_results / "both_locks.json").read_text())
    for what, *_, met in targets.PARTS["both_locks"](results):
        assert met == "yes", what
    found = results["digits CNN"]
    assert found["score_together"] > 0.97
    assert 0 < found["drift_together"] < 5e-4
    assert max(score for *_, score in found["after"]) < 0.25


@pytest.mark.slow
def test_plots(results):
    pytest.importorskip("matplotlib")
    from hwlock.evaluation import report

    report.write(results)
    assert len(list(results.glob("*.svg"))) == len(report.PICTURES)


@pytest.mark.slow
def test_toolchains_keep_a_network_and_lose_a_soft_lock(soft_results):
    """Those that are installed; ONNX Runtime always is."""
    steps = json.loads((soft_results / "toolchains.json").read_text())
    for form, low, high in (("plain", 0.95, 1), ("locked", 0, 0.3), ("tuned", 0, 0.3)):
        rows = [row for row in steps[f"digits CNN/{form}/1"]["rows"] if row[1] == "T1"]
        assert sum(row[0].startswith("onnxruntime") for row in rows) == 10
        assert all(low < row[3] < high for row in rows), (form, rows)
