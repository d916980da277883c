"""Soft locks: what attacks on weights that can be read leave of a network.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Each network is attacked as it was trained, which shows what an attack can do, after
hwlock-soft-lock with its defaults, and with soft locks that are tuned to it. The attacker
calibrates with the samples that are judged, which favours the attack.
"""

import functools
import pathlib
from collections.abc import Callable
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

FORMS = ("plain", "locked")
#: And with options of its own; not of MiniLM, whose pairs are no labels.
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
    for number, each in enumerate(attacks):
        progress.show(f"{what}: {number} of {len(attacks)} attacks")
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


def _tuned(programs: Programs, subject: Subject, seed: int, step: str) -> Json:
    """Without repairs, which do not ask for options."""
    output = programs.folder / "tuned.mlirbc"
    search = soft_tuned.searched(subject, output, seed, f"soft: {step}")
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


#: Measures a form of a network, which is the step of that name.
Cell: TypeAlias = Callable[[Subject, pathlib.Path, str], Json]


def _form(
    programs: Programs, subject: Subject, form: str, seed: int, cell: Cell, step: str
) -> Json:
    if form == TUNED:
        return _tuned(programs, subject, seed, step)
    model = subject.model if form == "plain" else lock(programs, subject.model, seed)
    return cell(subject, model, step)


def measure_forms(
    programs: Programs, store: Store, sizes: Sizes, cell: Cell, tuned: bool = False
) -> None:
    """What is still missing of each network, unlocked, locked and maybe tuned, of each seed."""
    for name, count in networks(sizes).items():
        for seed in range(store.seed, store.seed + count):
            forms = (*FORMS, TUNED) if tuned and name != networks_to_lock.MINILM else FORMS
            wanted = {form: f"{name}/{form}/{seed}" for form in forms}
            if all(step in store.steps for step in wanted.values()):
                continue
            subject = networks_to_lock.build(name, programs.folder, seed)
            for form, step in wanted.items():
                store.step(
                    step, functools.partial(_form, programs, subject, form, seed, cell, step)
                )


def measure(programs: Programs, store: Store, sizes: Sizes) -> None:
    measure_forms(programs, store, sizes, _cell, tuned=True)
