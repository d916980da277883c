"""Steps are kept, tables say what the results say, and rejects are counted.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pytest

from hwlock.evaluation import chains, rejects, tables, targets
from hwlock.evaluation.store import Store


def test_step_is_computed_once_and_kept(tmp_path):
    path = tmp_path / "part.json"
    assert Store(path, 1, resume=True).step("a", lambda: {"n": 1})["n"] == 1
    resumed = Store(path, 1, resume=True)
    assert resumed.step("a", lambda: pytest.fail("computed again"))["n"] == 1
    assert resumed.steps["a"]["run"]["seed"] == 1
    assert Store(path, 1, resume=False).step("a", lambda: {"n": 2})["n"] == 2


@pytest.mark.parametrize(
    "keys, model, rejected",
    [
        ([0, 0, 0, 0], b"right", 0),
        ([0, 1, 0, -1], b"right", 2),
        # The most frequent key does not give the model.
        ([0, 0, 1, 0], b"wrong", 4),
        ([-1, -1, -1, 0], b"right", 4),
    ],
)
def test_rejects_are_counted(keys, model, rejected):
    assert rejects.count_rejects({"key": keys, "model": model}, b"right") == rejected


def test_grid_is_that_of_the_quantiser():
    expected = {0: 0, 0.3: 1, 1: 1, 1.49: 1, 1.51: 2, 10.49: 10, 10.51: 11, 12.17: 11, 12.19: 12}
    assert {cycles: chains.quantise(cycles) for cycles in expected} == expected


def test_all_quiet_chains_exist():
    names = [chain.name for chain in chains.all_chains()]
    assert len(names) == len(set(names)) > 100
    assert set(chains.quiet_names()) < set(names)


RUN = {"cpu": "a", "threads": 2, "kernel": "6", "load": 1.5, "date": "d", "commit": "c", "seed": 1}


def test_table_of_rejects_adds_up():
    step = {"opens": 500, "rejected": 1, "low": 0, "high": 0.01, "ms": [10, 20, 30], "run": RUN}
    text = tables.rejects({"error/x": step, "error/y": step, "garbage/x": step})
    assert "| error | **together** | 1000 | **2** |  |  |  |" in text
    assert "| garbage | x | 500 | 1 | 1.000 % | 10 / 30 | 1.5 |" in text


def test_table_of_controls():
    found = {"n": 7, "mean": 0.125, "mean_low": 0.1, "mean_high": 0.15, "max": 0.5, "run": RUN}
    text = tables.controls({"Gaussian weights": found})
    assert "| Gaussian weights | 7 | 12.5 (10.0 to 15.0), 50.0 |" in text


def test_table_of_classes_names_what_opens():
    text = tables.shared_classes(
        {"garbage": {"cpus": ["a", "b"], "opens": [[True, True], [False, True]],
                     "distances": [[0, 2], [3, 0]], "run": RUN}}
    )
    assert "1 of 2 pairs" in text
    assert "| a | b (2) |" in text
    assert "| b |" not in text


def test_table_of_distillation_has_all_seeds():
    first = {"locked": [0.98, 0.1], "distilled": [0.94, 0.93], "scratch": [0.9, 0.9], "run": RUN}
    text = tables.PARTS["distillation"][1]({"MLP/1": first, "MLP/2": {**first, "scratch": [0.8, 0.9]}})
    assert "| MLP | 2 | 98.0 / 10.0 | 94.0 / 93.0 | 80.0 to 90.0 / 90.0 |" in text


def test_targets_of_both_locks_can_be_missed():
    rows = [["int8", "T0", "weights", 0.1], ["GPTQ", "T1", "weights", 0.12]]
    holds = {
        "chance": 0.1, "drift": 1e-4, "same_bits": True, "drift_together": 1e-4, "tried": 5,
        "refused": 5, "wrong": {"n": 9, "mean": 0.1, "mean_low": 0.1, "max": 0.2}, "run": RUN,
        "before": rows, "after": rows,
    }  # fmt: skip
    fails = {
        **holds, "same_bits": False, "refused": 4, "after": [["int8", "T0", "weights", 0.9], rows[1]],
    }  # fmt: skip
    targets_of = targets.PARTS["both_locks"]
    assert [row[3] for row in targets_of({"MLP": holds})] == ["yes"] * 3
    assert [row[3] for row in targets_of({"MLP": fails})] == ["**no**"] * 3
    text = tables.PARTS["both-locks"][1]({"MLP": fails})
    assert "| MLP | no | 1.0e-04 | 4 of 5 | 9 | 10.0, 20.0 | 10.0 | 10.0 / 90.0 | 12.0 / 12.0 |" in text
