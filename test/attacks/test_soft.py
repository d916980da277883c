"""Audits of soft locks, and the search for their options, with few attacks on digits.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import itertools
import json
import pathlib
import re
import subprocess
import sys

import numpy as np
import pytest

import hwlock
from hwlock import __main__, attacks, soft
from hwlock.soft import commands
from hwlock.soft.passes import AMPLIFIERS
from hwlock.soft.samples import Samples, samples_for
from hwlock.soft.search import Search

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"
MODEL = EXAMPLE / "model.mlir"
IMAGES = np.load(EXAMPLE / "images.npy")
LABELS = np.load(EXAMPLE / "labels.npy")
# A format that is hard to withstand, and what one toolkit does.
FEW = [
    attack
    for attack in attacks.ATTACKS
    if (attack.name, attack.rounds)
    in {("bf16", "weights and inputs"), ("least squares", "weights")}
]


@pytest.fixture(scope="module", autouse=True)
def late():
    """Searches begin where bf16 leaves little, to be quick."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("pos_mix_kappa", "out_mix_kappa"):
            patch.setitem(AMPLIFIERS, name, (1024, 65536))
        yield


def timeless(audit: soft.Audit) -> list[attacks.Row]:
    return [dataclasses.replace(row, seconds=0.0) for row in audit.report.rows]


@pytest.fixture(scope="module")
def written(late, tmp_path_factory) -> tuple[soft.Tuned, list]:
    """The network with soft locks, and what was told on the way."""
    told: list = []
    output = tmp_path_factory.mktemp("tuned") / "tuned.mlirbc"
    found = soft.tune(
        MODEL, IMAGES, LABELS, output=output, attacks=FEW, refinements=0, seed=1,
        progress=lambda *step: told.append(step),
    )  # fmt: skip
    return found, told


def test_the_written_file_is_what_was_found(written, build, tmp_path):
    tuned, _ = written
    assert tuned.audit.holds and tuned.output is not None
    again = soft.audit(tuned.output, IMAGES, LABELS, attacks=FEW)
    assert again.holds
    assert timeless(again) == timeless(tuned.audit)
    assert (again.chance, again.report.accuracy) == (
        tuned.audit.chance,
        tuned.audit.report.accuracy,
    )
    # Nothing else lies beside it.
    assert list(tuned.output.parent.iterdir()) == [tuned.output]
    # The passes that it tells of make the same file.
    same = tmp_path / "same.mlirbc"
    command = [build / "bin/hwlock-opt", MODEL, *tuned.passes, "--emit-bytecode", "-o", same]
    subprocess.run(command, check=True, capture_output=True)
    assert same.read_bytes() == tuned.output.read_bytes()


def test_within_the_budgets(written):
    """Counted here without the package's own counting."""
    tuned, _ = written
    expected = hwlock.load(MODEL).run(IMAGES)
    change = np.abs(hwlock.load(tuned.output).run(IMAGES) - expected).max() / np.abs(expected).max()
    assert tuned.trial.drift == pytest.approx(float(change), rel=1e-6)
    assert 0 < change <= 5e-4
    assert tuned.audit.report.accuracy == pytest.approx(0.978, abs=0.003)
    # Before the second convolution and the two dense layers: 16 channels of 8 by 8, 512, 64;
    # behind the first convolution 16 channels of 8 by 8, in blocks of four.
    block = tuned.trial.settings.pos_mix_block
    # Before the last one is a sum of the 64.
    inserted = block * (16 * 64 + 512 + 64) + 64 + 4 * 16 * 64
    plain = 16 * 9 * 64 + 16 * 32 * 9 * 64 + 512 * 64 + 64 * 10
    assert tuned.trial.cost.macs == pytest.approx(1 + inserted / plain)
    matrices = block * (16 + 512 + 64) + 64 + 4 * 16
    assert tuned.trial.cost.bytes == pytest.approx(1 + 4 * matrices / 153128)
    assert 1 < tuned.trial.cost.larger <= 1.1


def test_what_a_search_tells(written):
    tuned, told = written
    assert tuned.trials[0].settings == soft.Settings(pos_mix_kappa=1024, out_mix_kappa=1024)
    assert tuned.trials[-1] == tuned.trial
    assert not any(trial.audit and trial.audit.holds for trial in tuned.trials[:-1])
    assert told[-1][1:] == (len(FEW), len(FEW))
    assert str(tuned).splitlines()[0].startswith(
        "tried pos-mix kappa 1024 block 4, out-mix kappa 1024: drift "
    )
    facts = tuned.facts()
    assert facts["audit"]["holds"] and len(facts["trials"]) == len(tuned.trials)


def test_no_other_draw_of_what_leaves_more_than_a_guess(written):
    tuned, _ = written
    for trial, following in itertools.pairwise(tuned.trials):
        assert trial.audit.guesses == (following.draw > 1)
    assert not tuned.trials[0].audit.guesses


def test_the_same_seed_finds_the_same(written, monkeypatch):
    """From where the other search ended."""
    tuned, _ = written
    for name in ("pos_mix_kappa", "out_mix_kappa"):
        kappa = getattr(tuned.trial.settings, name)
        monkeypatch.setitem(AMPLIFIERS, name, (kappa, kappa))
    again = soft.tune(MODEL, IMAGES, LABELS, attacks=FEW, refinements=0, seed=1)
    assert again.passes == tuned.passes and again.output is None
    assert (again.trial.drift, again.trial.cost) == (tuned.trial.drift, tuned.trial.cost)
    assert timeless(again.audit) == timeless(tuned.audit)


@pytest.mark.parametrize(
    ("budget", "hints"),
    [
        ({"drift_budget": 1e-7}, ["drift beyond the budget: .* with pos-mix kappa 1024 block 4"]),
        ({"max_cost": 1.001}, ["cost beyond the budget: 1.0.* with out-mix kappa 1024"]),
        (
            {"drift_budget": 3.9e-5, "max_cost": 1.07, "draws": 1},
            [
                "closest, pos-mix kappa .* block 4, out-mix kappa .*: drift ",
                "T0: bf16 .* leaves .*, the limit is 15.2%",
                "drift beyond the budget: .* with pos-mix kappa .* block 4",
                "cost beyond the budget: .* with pos-mix kappa 1024 block 8",
            ],
        ),
    ],
)
def test_nothing_within_the_budgets(budget, hints, tmp_path):
    output = tmp_path / "tuned.mlirbc"
    with pytest.raises(hwlock.InputError, match="nothing within a drift of") as raised:
        soft.tune(MODEL, IMAGES, LABELS, output=output, attacks=FEW, seed=1, **budget)
    for hint in hints:
        assert any(re.match(hint, line) for line in raised.value.hints), raised.value
    assert not list(tmp_path.iterdir())


def test_samples_that_are_held_out(written, tmp_path):
    """225 to look at and 225 that decide."""
    options = {"attacks": FEW, "seed": 1, "held_out": 0.5, "refinements": 0}
    found = soft.tune(MODEL, IMAGES, LABELS, **options)
    assert found.held_out is not None and found.held_out.holds
    assert found.audit.report.samples == found.held_out.report.samples == 225
    assert found.facts()["held_out"]["holds"]
    assert "on samples that were held out:\nchance: " in str(found)
    assert written[0].held_out is None and "held out" not in str(written[0])


def test_a_split_of_samples():
    """Numbered ones, whose labels tell which they are."""
    numbers = np.arange(10, dtype=np.float32)[:, None]
    seen, kept = Samples((numbers,), np.arange(10), drawn=False).split(0.3, seed=1)
    assert (len(seen.inputs[0]), len(kept.inputs[0])) == (7, 3)
    assert sorted([*seen.inputs[0].ravel(), *kept.inputs[0].ravel()]) == list(range(10))
    assert (seen.labels == seen.inputs[0].ravel()).all()
    assert (kept.labels == kept.inputs[0].ravel()).all()


def test_what_holds_only_where_it_was_looked_at(tmp_path, monkeypatch):
    """A search that is content with the first settings."""

    def find(search, first):
        search.trials.append(search.candidates.attacked(search.candidates.measured(first)))
        return search.trials[-1]

    monkeypatch.setattr(Search, "find", find)
    output = tmp_path / "tuned.mlirbc"
    with pytest.raises(hwlock.InputError, match="not on those that were held out") as raised:
        soft.tune(MODEL, IMAGES, LABELS, output=output, attacks=FEW, seed=1, held_out=0.5)
    assert any(line.startswith("verdict: does not hold") for line in raised.value.hints)
    assert not list(tmp_path.iterdir())


def test_an_audit_without_a_lock():
    audit = soft.audit(MODEL, IMAGES, LABELS, attacks=FEW)
    assert audit.chance == np.bincount(LABELS).max() / len(LABELS)
    assert audit.beaten == ("T0", "T1") and not audit.holds
    assert str(audit).splitlines()[-1] == "verdict: does not hold against T0, T1"


def test_an_audit_without_labels():
    audit = soft.audit(MODEL, IMAGES, attacks=FEW[:1])
    chosen = hwlock.load(MODEL).run(IMAGES).argmax(1)
    assert audit.chance == np.bincount(chosen).max() / len(chosen)
    assert "no labels: counted is how often the choice of the model stays" in str(audit)
    assert audit.facts()["by"] == "agreement" and not audit.holds


def test_an_audit_of_random_samples():
    audit = soft.audit(MODEL, attacks=FEW[:1], seed=3)
    assert audit.report.samples == 256 and audit.facts()["random_samples"]
    assert "256 random samples" in str(audit)
    one, same, other = (samples_for(hwlock.load(MODEL), None, None, n).inputs[0] for n in (3, 3, 4))
    assert (one == same).all() and (one != other).any()


def test_what_tells_nothing(tmp_path):
    """A model at chance would make every lock look strong."""
    with pytest.raises(hwlock.InputError, match="nothing shows what an attack leaves"):
        soft.audit(MODEL, IMAGES, np.roll(LABELS, 1), attacks=FEW)
    with pytest.raises(hwlock.InputError, match="the same choice in 100"):
        soft.tune(MODEL, np.repeat(IMAGES[:1], 9, 0), attacks=FEW)


def test_wrong_use(tmp_path):
    def wrong(kind, match, *arguments, **options):
        with pytest.raises(kind, match=match):
            soft.tune(*arguments, attacks=FEW, **options)

    wrong(hwlock.UsageError, "labels and no data", MODEL, None, LABELS)
    wrong(hwlock.UsageError, "1 input.*data for 2", MODEL, [IMAGES, IMAGES])
    wrong(hwlock.InputError, "expected 450 integers", MODEL, IMAGES, LABELS[:, None])
    wrong(hwlock.UsageError, "also the input", MODEL, IMAGES, output=MODEL)
    wrong(hwlock.UsageError, "hold out is 1", MODEL, IMAGES, held_out=1)
    wrong(hwlock.UsageError, "450 samples is 0", MODEL, IMAGES, held_out=1e-4)
    wrong(hwlock.UsageError, "the seed is 0", MODEL, IMAGES, seed=0)
    wrong(hwlock.UsageError, "margin is -5 points", MODEL, IMAGES, margin=-0.05)
    wrong(hwlock.UsageError, "draws is 0", MODEL, IMAGES, draws=0)
    wrong(hwlock.UsageError, "refinements is -1", MODEL, IMAGES, refinements=-1)
    wrong(hwlock.UsageError, "the drift budget is nan", MODEL, IMAGES, drift_budget=float("nan"))
    wrong(hwlock.InputError, "absent.mlir", tmp_path / "absent.mlir", IMAGES)
    with pytest.raises(hwlock.UsageError, match="the seed is -1"):
        soft.audit(MODEL, attacks=FEW, seed=-1)


@pytest.fixture
def command(monkeypatch, capsys):
    """Calls `python -m hwlock`, with few attacks: exit code, output, errors."""
    monkeypatch.setattr(commands, "ATTACKS", tuple(FEW))

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["hwlock", *map(str, words)])
        status = __main__.main()
        return status, *capsys.readouterr()

    return call


def test_the_command_audit(command):
    data = ("--data", EXAMPLE / "images.npy", "--labels", EXAMPLE / "labels.npy")
    status, out, err = command("audit", MODEL, *data, "--tier", "T0", "--margin", 7, "--json")
    facts = json.loads(out)
    assert facts["limit"] == pytest.approx(facts["chance"] + 0.07)
    assert (status, err) == (0, "")
    assert not facts["holds"] and facts["best"].keys() == {"T0"}
    assert [row["attack"] for row in facts["attacks"]] == ["bf16"]


def test_the_command_tune(command, tmp_path):
    data = ("--data", EXAMPLE / "images.npy", "--labels", EXAMPLE / "labels.npy")
    output = tmp_path / "tuned.mlir"
    status, out, err = command(
        "tune", MODEL, *data, "--seed", 1, "-o", output, "--drift-budget", 1e-7
    )
    assert (status, out) == (2, "")
    assert err.startswith("hwlock: error: nothing within a drift of 1e-07 and a cost of 1.1")
    assert "hwlock: hint: drift beyond the budget" in err
    assert not output.exists()


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["audit"], 1, "the following arguments are required: MODEL"),
        (["audit", MODEL, "--tier", "T9"], 1, "unknown tier 'T9'"),
        (["tune", MODEL, "--seed", "few"], 1, "argument --seed: invalid int value: 'few'"),
        (["tune", MODEL, "--data", MODEL], 2, f"cannot read '{MODEL}' as .npy"),
    ],
)
def test_errors_of_the_commands(command, words, status, message):
    found, out, err = command(*words)
    assert (found, out) == (status, "")
    assert err.startswith(f"hwlock: error: {message}")


@pytest.mark.parametrize("name", ["audit", "tune"])
def test_help(command, name, capsys):
    with pytest.raises(SystemExit) as ended:
        command(name, "--help")
    assert ended.value.code == 0
    assert f"python -m hwlock {name} " in capsys.readouterr().out
