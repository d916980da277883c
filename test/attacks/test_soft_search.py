"""Steps of the search for options of soft locks: draws, and a number for each group.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses

import numpy as np
import pytest
from test_soft import FEW, IMAGES, LABELS, MODEL, late  # noqa: F401 (a fixture of all)

import hwlock
from hwlock import attacks, soft
from hwlock.soft.candidates import Candidates
from hwlock.soft.cost import Cost
from hwlock.soft.groups import alone, counts_in, levels_of, raised, scaled, with_levels
from hwlock.soft.passes import AMPLIFIERS, rewrite, seed_of, weakest
from hwlock.soft.samples import samples_for
from hwlock.soft.search import Search
from hwlock.soft.trials import Trial


class Scripted:
    """In place of candidates: `left` is what attacks leave of each draw."""

    def __init__(self, left, most=65536):
        self.left = left
        #: Kappa beyond it drifts too much.
        self.most = most

    def measured(self, settings, draw=1):
        amplifiers = ("pos_mix_kappa", "out_mix_kappa", "head_mix_kappa")
        levels = {name: getattr(settings, name) for name in amplifiers}
        counts = {name: 1 for name, level in levels.items() if level is not None}
        moved = 1e-6 if max(filter(None, levels.values())) <= self.most else 1.0
        added = (settings.pos_mix_kappa is not None) * (settings.pos_mix_block / 4) ** 2
        more = 0.01 * (settings.out_mix_kappa is not None)
        cost = Cost(1, 1 + 0.05 * added + more)
        return Trial(settings, draw, seed_of(7, draw), moved, cost, counts=counts)

    def compared(self, trial, best):
        return self.attacked(trial)

    def attacked(self, trial):
        left = self.left[trial.settings.pos_mix_kappa][trial.draw - 1]
        row = attacks.Row("bf16", "T0", "weights", left, left, 1.0, 0.0)
        report = attacks.Report(accuracy=0.9, samples=450, rows=(row,))
        return dataclasses.replace(trial, audit=soft.Audit(report, 0.1, drawn=False))


def test_draws_of_the_same_settings():
    """A guess is drawn again, up to three margins of five points above chance."""

    def tried(left, draws):
        search = Search(Scripted(left), 5e-4, 1.1, draws, refinements=0)
        found = search.find(soft.Settings(pos_mix_kappa=256))
        return found, [(trial.settings.pos_mix_kappa, trial.draw) for trial in search.trials]

    found, order = tried({256: [0.26], 512: [0.24, 0.16, 0.15]}, draws=4)
    assert order == [(256, 1), (512, 1), (512, 2), (512, 3)]
    assert str(found).startswith("pos-mix kappa 512 block 4, draw 3 (seed 39): drift ")
    assert found.passes == found.settings.passes(39)
    # One draw that leaves more than a guess ends it, and so does their number.
    _, order = tried({256: [0.24, 0.26], 512: [0.2, 0.2], 1024: [0.15]}, draws=2)
    assert order == [(256, 1), (256, 2), (512, 1), (512, 2), (1024, 1)]


def test_best_draw_of_the_strongest():
    """What fits no more is not attacked, and of the last that does the best draw is taken,
    of four times as many while none clearly holds."""

    def tried(left, draws=3, most=600):
        search = Search(Scripted(left, most=most), 5e-4, 1.1, draws, 0, strongest=True)
        found = search.find(soft.Settings(pos_mix_kappa=256))
        attacked = [trial for trial in search.trials if trial.audit is not None]
        return found, [(trial.settings.pos_mix_kappa, trial.draw) for trial in attacked]

    found, order = tried({512: [0.14, 0.11, 0.12]})
    assert order == [(512, 1), (512, 2), (512, 3)]
    assert (found.draw, found.audit.best.left) == (2, 0.11)
    found, order = tried({512: [0.14, 0.13, 0.14, 0.14, 0.12]})
    assert (found.draw, len(order)) == (5, 5)
    # Where doubling does not fit, less may.
    found, _ = tried({768: [0.12]}, draws=1, most=800)
    assert found.settings == soft.Settings(pos_mix_kappa=768)
    # None holds: larger blocks cost more than they may.
    found, order = tried({512: [0.2, 0.3] * 4}, draws=2)
    assert found is None and order == [(512, draw) for draw in range(1, 9)]


def test_draws_that_drift_more_are_weakened():
    """Each by its own eighths; what drifts too much with one of them is not attacked."""

    class Drifting(Scripted):
        #: Of each draw with a kappa of one.
        DRIFTS = (1.0, 1.5, 0.9, 9.0)

        def measured(self, settings, draw=1):
            # Less of the second weakens it less than one would think.
            more = 80 if draw == 2 and settings.pos_mix_kappa < 700 else 0
            moved = settings.pos_mix_kappa * self.DRIFTS[draw - 1] + more
            return dataclasses.replace(super().measured(settings, draw), drift=moved)

    left = {1024: [0.14, 0.0, 0.12], 512: [0.0, 0.11]}
    search = Search(Drifting(left), 1024, 1.1, 4, 0, strongest=True)
    found = search.find(soft.Settings(pos_mix_kappa=256))
    tried = [(trial.settings.pos_mix_kappa, trial.draw) for trial in search.trials[-4:]]
    assert tried == [(1024, 1), (512, 2), (1024, 3), (1024, 4)]
    assert search.trials[-1].audit is None
    assert (found.draw, found.audit.best.left) == (2, 0.11)


def test_passes_that_cost_too_much_are_left_out():
    class Free(Scripted):
        def attacked(self, trial):
            kappa = trial.settings.head_mix_kappa
            known = dataclasses.replace(trial.settings, pos_mix_kappa=kappa)
            found = super().attacked(dataclasses.replace(trial, settings=known))
            return dataclasses.replace(trial, audit=found.audit)

    def found(max_cost):
        search = Search(Free({256: [0.12]}), 5e-4, max_cost, 1, refinements=0)
        every = soft.Settings(head_mix_kappa=256, pos_mix_kappa=256, out_mix_kappa=256)
        return search.find(every), search.trials

    trial, trials = found(1.06)
    assert trial.settings.out_mix_kappa == 256 and len(trials) == 1
    trial, trials = found(1.055)
    assert trial.settings == soft.Settings(head_mix_kappa=256, pos_mix_kappa=256)
    assert [each.cost.larger > 1.055 for each in trials] == [True, False]
    # The other one, if it is that which costs too much.
    trial, trials = found(1.02)
    assert trial.settings == soft.Settings(head_mix_kappa=256, out_mix_kappa=256)
    assert [each.cost.larger > 1.02 for each in trials] == [True, True, False]
    trial, _ = found(1.0)
    assert trial.settings == soft.Settings(head_mix_kappa=256) and trial.cost.larger == 1


def test_strongest_within_the_budget(tmp_path):
    output = tmp_path / "tuned.mlirbc"
    found = soft.tune(
        MODEL, IMAGES, LABELS, output=output, attacks=FEW, drift_budget=2e-4, calibrations=2,
        strongest=True, draws=3, seed=1,
    )  # fmt: skip
    attacked = [trial for trial in found.trials if trial.audit is not None]
    assert found.trial.drift <= 2e-4 and found.trial in attacked
    assert found.audit.best.left == min(trial.audit.best.left for trial in attacked)
    # Of the first draw no group can be doubled any more; others are as strong at most.
    candidates = candidates_of(tmp_path)
    top = candidates.measured(attacked[0].settings)
    levels = levels_of(top.settings, top.counts)
    assert all(level >= 1024 for level in levels.values())
    for trial in attacked[1:]:
        weaker = levels_of(trial.settings, trial.counts)
        assert all(weaker[group] <= level for group, level in levels.items())
    for group in levels:
        more = with_levels(top.settings, raised(levels, [group]))
        assert more == top.settings or candidates.measured(more).drift > 2e-4
    assert soft.audit(output, IMAGES, LABELS, attacks=FEW, calibrations=2).holds
    same = tmp_path / "same.mlirbc"
    rewrite(MODEL, same, found.passes)
    assert same.read_bytes() == output.read_bytes()


def test_only_passes_that_find_something(tmp_path):
    """Two layers with nothing in between: hwlock-head-mix alone."""
    (tmp_path / "model.mlir").write_text("""
func.func @main(%x: tensor<4x1xf32>) -> tensor<4x1xf32> {
  %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
  %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
  %z0 = arith.constant dense<0.0> : tensor<4x2xf32>
  %z1 = arith.constant dense<0.0> : tensor<4x1xf32>
  %0 = linalg.matmul ins(%x, %w0 : tensor<4x1xf32>, tensor<1x2xf32>)
                     outs(%z0 : tensor<4x2xf32>) -> tensor<4x2xf32>
  %1 = linalg.matmul ins(%0, %w1 : tensor<4x2xf32>, tensor<2x1xf32>)
                     outs(%z1 : tensor<4x1xf32>) -> tensor<4x1xf32>
  return %1 : tensor<4x1xf32>
}
""")
    assert weakest(tmp_path / "model.mlir", 1) == soft.Settings(head_mix_kappa=256)


def test_steps_of_a_search():
    settings = soft.Settings(head_mix_kappa=65536, ln_null_out_factor=1, pos_mix_kappa=512)
    counts = {"head_mix_kappa": 1, "ln_null_out_factor": 1, "pos_mix_kappa": 2}
    levels = levels_of(settings, counts)
    head, out, first, second = levels
    assert (first, second) == (("pos_mix_kappa", 0), ("pos_mix_kappa", 1))
    assert with_levels(settings, levels) == settings
    more = with_levels(settings, raised(levels, [head, first]))
    assert more == dataclasses.replace(settings, pos_mix_kappa=(1024, 512))
    assert levels_of(more, counts) == levels | {first: 1024}
    assert raised(levels, [out, second], 1.75) == levels | {second: 896}
    less = scaled(levels, 0.5, [head, out, second])
    assert less == {head: 32768, out: 1, first: 512, second: 256}
    assert alone(levels, second) == {head: 1, out: 1, first: 1, second: 512}
    assert not soft.Settings().amplifies


def test_groups_that_passes_count(tmp_path):
    """Before three layers, and behind the first one."""
    settings = soft.Settings(pos_mix_kappa=(2048, 1024, 512), out_mix_kappa=256)
    assert str(settings) == "pos-mix kappa 2048,1024,512 block 4, out-mix kappa 256"
    counts = counts_in(rewrite(MODEL, tmp_path / "some.mlirbc", settings.passes(1)))
    assert {name for name, count in counts.items() if count} == {"pos_mix_kappa", "out_mix_kappa"}
    assert (counts["pos_mix_kappa"], counts["out_mix_kappa"]) == (3, 1)
    with pytest.raises(hwlock.InputError, match="hwlock-opt refuses the model") as raised:
        rewrite(MODEL, tmp_path / "few.mlirbc", soft.Settings(pos_mix_kappa=(2, 4)).passes(1))
    assert "kappa has 2 numbers, expected one or 3" in str(raised.value.hints)


def test_groups_that_need_less(monkeypatch, tmp_path):
    """After numbers for all that hold: half of them do, too, and a quarter does not."""
    for name in ("pos_mix_kappa", "out_mix_kappa"):
        monkeypatch.setitem(AMPLIFIERS, name, (4096, 65536))
    output = tmp_path / "tuned.mlirbc"
    found = soft.tune(MODEL, IMAGES, LABELS, output=output, attacks=FEW, refinements=2, seed=1)
    first, half, quarter, last = found.trials
    assert first.audit.holds and half.audit.holds and not quarter.audit.holds
    assert half.settings == soft.Settings(pos_mix_kappa=2048, out_mix_kappa=2048)
    assert last == found.trial and last.settings == half.settings
    assert last.audit.holds and last.drift < 0.97 * first.drift
    assert soft.audit(output, IMAGES, LABELS, attacks=FEW).holds
    plain = hwlock.load(MODEL).run(IMAGES)
    moved = np.abs(hwlock.load(output).run(IMAGES) - plain).max() / np.abs(plain).max()
    assert found.trial.drift == pytest.approx(float(moved), rel=1e-6)
    same = tmp_path / "same.mlirbc"
    rewrite(MODEL, same, found.passes)
    assert same.read_bytes() == output.read_bytes()


def test_groups_that_drift_little_are_raised(tmp_path):
    """Where doubling all is beyond the budget."""
    candidates = candidates_of(tmp_path)
    start = candidates.measured(soft.Settings(pos_mix_kappa=1024, out_mix_kappa=1024))
    search = Search(candidates, 1.3 * start.drift, 1.1, draws=1, refinements=0)
    raised = search._stronger(start)
    assert raised is not None and start.drift < raised.drift <= 1.3 * start.drift
    before, after = (levels_of(trial.settings, trial.counts) for trial in (start, raised))
    assert all(after[group] >= level for group, level in before.items()) and after != before
    shares = search._shares(start)
    # The one that drifts most is not among them, or is raised after all others.
    assert after[max(shares, key=shares.get)] == min(after.values())
    assert all(trial.audit is None for trial in search.trials) and search.trials
    # Nothing fits.
    assert Search(candidates, start.drift / 2, 1.1, 1, 0)._stronger(start) is None


def candidates_of(folder) -> Candidates:
    samples = samples_for(hwlock.load(MODEL), IMAGES, LABELS, 1)
    expected = [hwlock.load(MODEL).run(IMAGES)]
    return Candidates(MODEL, folder / "some.mlirbc", samples, expected, FEW, 0.05, 1, 1, None)
