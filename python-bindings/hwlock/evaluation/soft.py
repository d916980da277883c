"""Soft locks: what attacks on weights that can be read leave of a network.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Each network is attacked as it was trained, which shows what an attack can do, after
hwlock-soft-lock with its defaults, and with soft locks that are tuned to it. The attacker
calibrates with the samples that are judged, which favours the attack.
"""

import functools
import pathlib
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import numpy as np

from hwlock.attacks import ATTACKS, MIXED, REPAIRED, WIDE, Attack, Candidate, Study
from hwlock.attacks.outputs import drift
from hwlock.soft.cost import cost_of, size_of

from . import networks_to_lock, progress, soft_tuned, usefulness
from .networks_to_lock import Subject
from .programs import Programs
from .sizes import Sizes
from .store import Json, Store

#: The form with options of its own; none of MiniLM, whose pairs are no labels.
TUNED = "tuned"


def score(subject: Subject, outputs: np.ndarray) -> float:
    """Share of right labels, or of texts whose partner is found."""
    if subject.labels is None:
        return float(usefulness.retrieval(outputs[None])[0])
    return float(usefulness.accuracy(outputs[None], subject.labels)[0])


def lock(programs: Programs, model: pathlib.Path, seed: int) -> pathlib.Path:
    output = programs.folder / "soft.mlirbc"
    programs.call(
        "hwlock-opt", model, f"--hwlock-soft-lock=seed={seed}", "--emit-bytecode",
        "-o", output,
    )  # fmt: skip
    return output


def attack(subject: Subject, model: pathlib.Path, attacks: list[Attack], what: str) -> Json:
    """The score of the model as it is found and after each attack."""
    samples = [np.load(path) for path in subject.inputs]
    study = Study(model, samples)
    found = study.predict(Candidate({}), samples)
    rows = []
    suiting = [each for each in attacks if each.suits(study.layers)]
    for number, each in enumerate(suiting):
        progress.show(f"{what}: {number} of {len(suiting)} attacks")
        outputs = study.predict(each.apply(study), samples)
        rows.append([each.name, each.tier, each.rounds, score(subject, outputs)])
    return {
        "score": score(subject, found),
        "drift": drift(found, subject.right),
        "rows": rows,
    }


def _measured(
    subject: Subject, model: pathlib.Path, attacks: list[Attack], step: str
) -> Json:
    found = attack(subject, model, attacks, f"soft: {step}")
    cost = cost_of(size_of(model), size_of(subject.model))
    return {
        **found,
        "chance": subject.chance,
        "baseline": subject.baseline() if subject.baseline else None,
        "macs": cost.macs,
        "bytes": cost.bytes,
    }


def _cell(subject: Subject, model: pathlib.Path, step: str) -> Json:
    attacks = [*ATTACKS, *MIXED, *WIDE]
    # Repairs try out much, and are followed by all attacks: an hour on this one.
    if subject.name != networks_to_lock.MINILM:
        attacks += REPAIRED
    return _measured(subject, model, attacks, step)


def _tuned(draws: int, programs: Programs, subject: Subject, seed: int, step: str) -> Json:
    """Without repairs, which do not ask for options."""
    output = programs.folder / "tuned.mlirbc"
    search = soft_tuned.searched(subject, output, seed, f"soft: {step}", draws)
    if "passes" not in search:
        return {"chance": subject.chance, "search": search}
    return {**_measured(subject, output, [*ATTACKS, *MIXED, *WIDE], step), "search": search}


def networks(sizes: Sizes) -> dict[str, int]:
    """Each with how many of its kind are trained and locked."""
    trained = (*networks_to_lock.SMALL, networks_to_lock.MOBILE, *networks_to_lock.DECODERS)
    seeds = {
        name: sizes.soft_seeds if name in networks_to_lock.SMALL else 1
        for name in trained[: sizes.soft_networks]
    }
    if sizes.minilm_keys:
        seeds[networks_to_lock.MINILM] = 1  # its training is not ours
    return seeds


def _seeded(store: Store, sizes: Sizes) -> Iterator[tuple[str, int]]:
    """Each network with each seed that it is trained and locked with."""
    for name, count in networks(sizes).items():
        for seed in range(store.seed, store.seed + count):
            yield name, seed


def tuned_steps(store: Store, sizes: Sizes) -> list[str]:
    return [
        f"{name}/{TUNED}/{seed}"
        for name, seed in _seeded(store, sizes)
        if name != networks_to_lock.MINILM
    ]


#: Measures a model that is a form of a network; the step has its name.
Cell: TypeAlias = Callable[[Subject, pathlib.Path, str], Json]

#: Makes a form of a network, drawn from a seed, and measures it.
Form: TypeAlias = Callable[[Programs, Subject, int, str], Json]


def forms(cell: Cell) -> dict[str, Form]:
    """A network as it was trained, and with the defaults of the soft locks."""

    def plain(programs: Programs, subject: Subject, seed: int, step: str) -> Json:
        return cell(subject, subject.model, step)

    def locked(programs: Programs, subject: Subject, seed: int, step: str) -> Json:
        return cell(subject, lock(programs, subject.model, seed), step)

    return {"plain": plain, "locked": locked}


def measure_forms(
    programs: Programs, store: Store, sizes: Sizes, wanted: Mapping[str, Form]
) -> None:
    """What is still missing of each form of each network of each seed."""
    for name, seed in _seeded(store, sizes):
        steps = {
            f"{name}/{form}/{seed}": measured
            for form, measured in wanted.items()
            if form != TUNED or name != networks_to_lock.MINILM
        }
        if all(step in store.steps for step in steps):
            continue
        subject = networks_to_lock.build(name, programs.folder, seed)
        for step, measured in steps.items():
            store.step(step, functools.partial(measured, programs, subject, seed, step))


def measure(programs: Programs, store: Store, sizes: Sizes) -> None:
    tuned = functools.partial(_tuned, sizes.soft_draws)
    measure_forms(programs, store, sizes, {**forms(_cell), TUNED: tuned})
