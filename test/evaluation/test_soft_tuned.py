"""Options that are looked for on samples that do not judge, and what tables say of them.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
import pytest

from hwlock.attacks import ATTACKS
from hwlock.evaluation import (
    networks_to_lock,
    next_characters,
    soft,
    soft_limits,
    soft_tuned,
    tables,
    targets,
)
from hwlock.soft.passes import rewrite

#: One that keeps an unlocked network and that no compile of its own is needed for.
ROUNDING = [each for each in ATTACKS if (each.name, each.rounds) == ("int8 per channel", "weights")]


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    return networks_to_lock.build("MLP", tmp_path_factory.mktemp("network"), seed=1)


def test_no_sample_of_a_search_judges(subject):
    samples, labels = networks_to_lock.training_samples("MLP")
    assert len(samples) == len(labels) == 1347
    seen = {image.tobytes() for image in samples}
    assert not any(image.tobytes() in seen for image in np.load(subject.inputs[0]))


def test_texts_of_a_search_are_training_text():
    texts, labels = networks_to_lock.training_samples("GPT")
    assert len(texts) == len(labels) == networks_to_lock.TRAINING_TEXTS
    # Those that judge are not in it (test_networks_to_lock.py).
    whole = next_characters.training_text()
    for text, label in zip(texts, labels, strict=True):
        assert "".join(chr(ord(" ") + number) for number in (*text, label)) in whole


def test_options_are_found_and_hold_on_other_samples(subject, tmp_path):
    output = tmp_path / "tuned.mlirbc"
    found = soft_tuned.searched(subject, output, 1, "test", 4, ROUNDING)
    assert found["left"] <= subject.chance + soft_limits.MARGIN + 0.01  # chance is of others
    left = soft.attack(subject, output, ROUNDING, "test")
    assert left["drift"] <= soft_limits.drift("MLP")
    assert left["rows"][0][3] < subject.chance + soft_limits.MARGIN
    assert soft.attack(subject, subject.model, ROUNDING, "test")["rows"][0][3] > 0.9
    # What is recorded makes the same file.
    again = tmp_path / "again.mlirbc"
    rewrite(subject.model, again, found["passes"])
    assert again.read_bytes() == output.read_bytes()


def test_a_search_that_finds_nothing_says_so_and_writes_nothing(subject, tmp_path, monkeypatch):
    monkeypatch.setattr(soft_limits, "drift", lambda network: 1e-9)
    output = tmp_path / "tuned.mlirbc"
    found = soft_tuned.searched(subject, output, 1, "test", 4, ROUNDING)
    assert "passes" not in found and not output.exists()
    assert "drift beyond the budget" in found["failed"]


RUN = {"cpu": "a", "threads": 2, "kernel": "6", "load": 1.5, "date": "d", "commit": "c", "seed": 1}
SEARCH = {"options": "pos-mix kappa 8", "left": 0.12, "trials": ["a", "b"]}
ROWS = [
    ["int8", "T0", "weights and inputs", 0.11],
    ["GPTQ", "T1", "weights and inputs", 0.12],
    ["SpQR", "T1", "weights", 0.14],
]
STEP = {"chance": 0.1, "drift": 1e-4, "macs": 1.05, "rows": ROWS, "search": SEARCH, "run": RUN}


def test_table_has_each_network_with_its_options():
    text = tables.PARTS["tuned"][1]({"MLP/tuned/1": STEP, "MLP/locked/1": {**STEP, "search": None}})
    assert text.count("| MLP, ") == 1
    assert (
        "| MLP, 1 | pos-mix kappa 8 | 12.0 | 15.0 | 11.0 | 12.0 | 14.0 | 1.0e-04 | 1.050 x | 2 |"
    ) in text


def test_table_names_the_attack_beyond_the_limit_and_searches_without_result():
    beyond = {**STEP, "rows": [*ROWS[:2], ["SpQR", "T1", "weights", 0.16]]}
    nothing = {"chance": 0.1, "search": {"failed": "x"}, "run": RUN}
    text = tables.PARTS["tuned"][1]({"MLP/tuned/1": beyond, "MLP/tuned/2": nothing})
    assert "**16.0** (SpQR)" in text
    assert "| MLP, 2 | nothing found |" in text


def test_tables_of_a_run_that_was_interrupted():
    facts = {**STEP, "baseline": None, "score": 0.97, "bytes": 1.1}
    whole = {"MLP/plain/1": facts, "MLP/locked/1": facts}
    for name in ("kept", "attacks", "tuned"):
        text = tables.PARTS[name][1]({"digits CNN/plain/1": facts, **whole})
        assert "MLP" in text or name == "tuned"
    text = tables.PARTS["kept"][1]({"digits CNN/plain/1": facts, **whole})
    assert "| MLP | 1 |" in text and "digits" not in text


def test_targets_judge_the_tuned_form_beside_the_default():
    worse = {**STEP, "drift": 1e-3, "rows": [["int8", "T0", "weights", 0.16], *ROWS[1:]]}
    rows = targets.PARTS["soft"]({"MLP/locked/1": worse, "MLP/tuned/1": STEP})
    met = {what: met for what, _, _, met in rows}
    assert met["soft lock, MLP, T0"] == met["soft lock, MLP, drift"] == "**no**"
    tuned = [met for what, met in met.items() if what.startswith("tuned soft lock, MLP")]
    assert tuned == ["yes"] * 5


def test_a_search_without_result_misses_the_target():
    nothing = {"chance": 0.1, "search": {"failed": "x"}, "run": RUN}
    rows = targets.PARTS["soft"]({"MLP/tuned/1": STEP, "MLP/tuned/2": nothing})
    assert ("tuned soft lock, MLP, options that hold", "found", "for 1 of 2", "**no**") in rows


def test_toolchains_on_the_tuned_form():
    def step(left):
        return {"chance": 0.1, "drift": 1e-4, "rows": [["torchao", "T1", "weights", left]], "run": RUN}

    steps = {"MLP/plain/1": step(0.9), "MLP/locked/1": step(0.2), "MLP/tuned/1": step(0.11)}
    assert "| torchao | T1 | weights | 90.0 / 20.0 / 11.0 |" in tables.PARTS["toolchains"][1](steps)
    met = {what: met for what, _, _, met in targets.PARTS["toolchains"](steps)}
    assert met == {"soft lock, MLP, toolchains": "**no**", "tuned soft lock, MLP, toolchains": "yes"}
    # Nothing was found that could be given to them.
    steps["MLP/tuned/1"] = {"chance": 0.1, "run": RUN}
    assert "| torchao | T1 | weights | 90.0 / 20.0 /  |" in tables.PARTS["toolchains"][1](steps)
    assert "tuned soft lock, MLP, toolchains" not in dict(
        (what, met) for what, _, _, met in targets.PARTS["toolchains"](steps)
    )
