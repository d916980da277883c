"""Looks for options of the soft locks that bring attacks to chance, within budgets.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import pathlib
import secrets
import tempfile
from collections.abc import Iterable, Sequence

import numpy.typing as npt

from hwlock._native import PathLike
from hwlock.attacks import ATTACKS, Attack
from hwlock.attacks.batches import run_in_batches
from hwlock.attacks.battery import check_parts
from hwlock.attacks.outputs import choices
from hwlock.errors import EnvironmentFault, InputError, UsageError
from hwlock.models import Model, load
from hwlock.soft.candidates import Candidates, TrialProgress
from hwlock.soft.passes import weakest
from hwlock.soft.samples import Samples, drift, samples_for
from hwlock.soft.search import Search
from hwlock.soft.trials import Trial, Tuned
from hwlock.soft.verdict import MARGIN, Audit, chance_of, check_margin, described, judge

#: How many draws of one setting are tried.
DRAWS = 4
#: How many models are attacked to lower the drift of one that holds.
REFINEMENTS = 8


def tune(
    model: PathLike,
    data: npt.ArrayLike | Sequence[npt.ArrayLike] | None = None,
    labels: npt.ArrayLike | None = None,
    *,
    output: PathLike | None = None,
    drift_budget: float = 5e-4,
    max_cost: float = 1.1,
    held_out: float = 0.0,
    attacks: Iterable[Attack] = ATTACKS,
    margin: float = MARGIN,
    calibrations: int = 1,
    strongest: bool = False,
    draws: int = DRAWS,
    refinements: int = REFINEMENTS,
    seed: int | None = None,
    progress: TrialProgress | None = None,
) -> Tuned:
    """Looks for the weakest soft locks that bring every attack to chance plus a margin, or
    for the best draw of the strongest.

    model, data, labels: as for `audit()`.
    output: the file to write, in bytecode if it ends in .mlirbc; None: none. It appears
        whole or not at all, and is the file that was attacked.
    drift_budget: largest change of an output relative to the largest, on the samples.
    max_cost: most multiplications, and most bytes of constants, over those of the model.
    held_out: share of the samples, at random, that the search does not look at. What it
        finds has to hold on them, too, or nothing is written.
    attacks: what to withstand; tiers T0 and T1.
    margin: how far above chance an attack may come.
    calibrations: as for `audit()`.
    strongest: amplify as much as the budgets allow instead, and take of all draws, each
        amplified less if it drifts too much, the one that attacks leave least of, if it
        holds; of up to four times as many as long as they leave more than half of the
        margin.
    draws: how often to draw soft locks with the same options, as long as what attacks
        leave is a guess (`hwlock.soft.verdict.GUESS`), or if the best draw is wanted.
    refinements: how many models more to attack, some of whose groups of weights are
        amplified less than in the first that holds, so that they drift less; none of the
        strongest.
    seed: what the soft locks, random samples and those held out are drawn from: with the
        same one the same is found and written. None: another one each time.
    progress: called with what is tried, and the attacks on it that are done.

    Raises InputError, and writes nothing, if nothing within the budgets holds; its hints
    say how far it came.
    """
    seed = 1 + secrets.randbelow(2**32) if seed is None else seed
    wanted = list(attacks)
    target = None if output is None else pathlib.Path(output)
    _check(pathlib.Path(model), target, drift_budget, max_cost, wanted)
    check_margin(margin)
    if draws < 1:
        raise UsageError(f"the number of draws is {draws}, expected 1 or more")
    if refinements < 0:
        raise UsageError(f"the number of refinements is {refinements}, expected 0 or more")
    if not 0 <= held_out < 1:
        raise UsageError(f"the share to hold out is {held_out}, expected 0 or more and below 1")
    loaded = load(model)
    samples, kept = samples_for(loaded, data, labels, seed), None
    if held_out:
        samples, kept = samples.split(held_out, seed)
        check_parts(len(kept.inputs[0]), calibrations)
    check_parts(len(samples.inputs[0]), calibrations)
    expected = run_in_batches(loaded, samples.inputs)
    chance_of(samples, choices(expected[0]), margin)
    with tempfile.TemporaryDirectory() as folder:
        suffix = ".mlirbc" if target is None else target.suffix
        candidate = pathlib.Path(folder) / f"candidate{suffix}"
        candidates = Candidates(
            model, candidate, samples, expected, wanted, margin, calibrations, seed, progress
        )
        search = Search(candidates, drift_budget, max_cost, draws, refinements, strongest)
        found = search.find(weakest(model, seed))
        if found is None or found.audit is None:
            raise _failure(search, drift_budget, max_cost, margin)
        later = None
        if kept is not None:
            later = _on_held_out(found, candidates, loaded, kept, drift_budget)
        if target is not None:
            _publish(candidate, target)
    return Tuned(target, seed, found, found.audit, tuple(search.trials), later)


def _check(
    model: pathlib.Path,
    output: pathlib.Path | None,
    drift_budget: float,
    max_cost: float,
    attacks: Sequence[Attack],
) -> None:
    if output is not None and output.exists() and model.exists() and output.samefile(model):
        raise UsageError(f"the output '{output}' is also the input\nwrite to another file")
    if not drift_budget > 0:
        raise UsageError(f"the drift budget is {drift_budget}, expected more than 0")
    if not max_cost >= 1:
        raise UsageError(f"the largest cost is {max_cost}, expected 1 or more")
    if not attacks:
        raise UsageError("there are no attacks to withstand")


def _on_held_out(
    found: Trial, candidates: Candidates, original: Model, samples: Samples, drift_budget: float
) -> Audit:
    """Of what the search found, which is the candidate. InputError unless it holds."""
    changed = load(candidates.file)
    outputs = run_in_batches(changed, samples.inputs)
    moved = drift(outputs, run_in_batches(original, samples.inputs))
    audit = judge(
        candidates.file, changed, samples, candidates.attacks, candidates.margin,
        calibrations=candidates.calibrations,
    )  # fmt: skip
    if audit.holds and moved <= drift_budget:
        return audit
    raise InputError(
        f"{found.name} holds on the samples that were looked at and not on those "
        "that were held out\n"
        + "\n".join([*audit.verdict(), f"drift: {moved:.2g}, the budget is {drift_budget:g}"])
        + "\ngive more samples, or attacks and budgets that leave more room"
    )


def _failure(search: Search, drift_budget: float, max_cost: float, margin: float) -> InputError:
    """What was reached."""
    hints = []
    closest = search.closest()
    if closest is not None and closest.audit is not None:
        audit = closest.audit
        hints.append(
            f"closest, {closest.name}: drift {closest.drift:.2g}, cost {closest.cost.larger:.3f}"
        )
        for tier in audit.tiers:
            row = audit.report.best(tier)
            hints.append(
                f"{tier}: {described(row)} leaves {row.left:.1%}, the limit is {audit.limit:.1%}"
            )
    drifts = [(trial.drift, trial) for trial in search.trials]
    costs = [(trial.cost.larger, trial) for trial in search.trials]
    for name, budget, sizes in (("drift", drift_budget, drifts), ("cost", max_cost, costs)):
        beyond = [(size, trial) for size, trial in sizes if size > budget]
        if beyond:
            size, trial = min(beyond, key=lambda pair: pair[0])
            hints.append(f"{name} beyond the budget: {size:.3g} with {trial.name}")
    if not search.trials[0].settings.amplifies:
        hints.append("no soft lock but the scales finds anything to change in this model")
    return InputError(
        f"nothing within a drift of {drift_budget:g} and a cost of {max_cost:g} "
        f"brings all attacks to chance and {100 * margin:g} points\n" + "\n".join(hints)
    )


def _publish(candidate: pathlib.Path, output: pathlib.Path) -> None:
    """The candidate, whole, under its final name."""
    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        try:
            temporary.write_bytes(candidate.read_bytes())
            temporary.replace(output)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentFault(f"cannot write '{output}': {error.strerror}") from error
