"""Soft locks: what real toolchains leave of a network.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Each network is given to them as it was trained, which shows what they keep of it, after
hwlock-soft-lock with its defaults, and with the options that the part "soft" has found for
it. They calibrate with 60 of the samples that are judged, which favours the attack.
"""

import functools
import pathlib

import numpy as np

from hwlock.attacks import Study, toolchains
from hwlock.attacks.battery import CALIBRATION
from hwlock.attacks.outputs import drift
from hwlock.attacks.replica import replica
from hwlock.soft.passes import rewrite

from . import networks_to_lock, progress
from .networks_to_lock import Subject
from .programs import Programs
from .sizes import Sizes
from .soft import TUNED, forms, measure_forms, score, tuned_steps
from .store import Json, Store


def _cell(subject: Subject, model: pathlib.Path, step: str) -> Json:
    """The score of the model as it is found and after each toolchain."""
    samples = [np.load(path) for path in subject.inputs]
    known = [array[:CALIBRATION] for array in samples]
    study = Study(model, known)
    found = toolchains.outputs_of(replica(model), samples)
    rows = [["none", "", "", score(subject, found)]]
    # Repairs try out much: too long on a transformer.
    tiers = ("T1", "T2") if subject.name in networks_to_lock.SMALL else ("T1",)
    for each, module in toolchains.attempts(study, toolchains.installed(), tiers):
        progress.show(f"toolchains: {step}: {each.name}")
        outputs = each.run(module, known, samples)
        rows.append([each.name, each.tier, each.rounds, score(subject, outputs)])
    return {
        "chance": subject.chance,
        "drift": drift(found, subject.right),
        "missing": toolchains.missing(),
        "rows": rows,
    }


def _tuned(options: Store, programs: Programs, subject: Subject, seed: int, step: str) -> Json:
    passes = _passes(options, step)
    if passes is None:
        return {"chance": subject.chance, "passes": passes}
    model = programs.folder / "tuned.mlirbc"
    rewrite(subject.model, model, passes)
    return {**_cell(subject, model, step), "passes": passes}


def _passes(options: Store, step: str) -> list[str] | None:
    """That the search found."""
    found: list[str] | None = options.steps[step]["search"].get("passes")
    return found


def measure(programs: Programs, store: Store, sizes: Sizes) -> None:
    if toolchains.missing():
        progress.done(f"not installed: {', '.join(toolchains.missing())}; scripts/setup --evaluate")
    wanted = forms(_cell)
    options = Store(store.path.with_name("soft.json"), store.seed, resume=True)
    missing = [step for step in tuned_steps(store, sizes) if step not in options.steps]
    if missing:
        progress.done(f"no options were looked for: {', '.join(missing)}; scripts/evaluate soft soft")
    else:
        wanted[TUNED] = functools.partial(_tuned, options)
        for step in tuned_steps(store, sizes):
            # Those of another search are out of date.
            if step in store.steps and store.steps[step].get("passes") != _passes(options, step):
                del store.steps[step]
    measure_forms(programs, store, sizes, wanted)
