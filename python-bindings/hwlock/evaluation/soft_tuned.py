"""Soft locks with options that `hwlock.soft.tune` finds for one network.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

It sees none of the samples that judge, but those that the network was trained on, of which
there are three times as many. The margin is smaller than the limit at first, since what
holds with no room on some samples holds on half of all others.
"""

import pathlib
from collections.abc import Sequence

from hwlock.attacks import ATTACKS, Attack
from hwlock.errors import InputError
from hwlock.soft import Tuned, tune

from . import networks_to_lock, progress, soft_limits
from .networks_to_lock import Subject
from .store import Json

#: Points above chance that attacks may come in a search; the next if that finds nothing.
MARGINS = (0.035, 0.05)
#: Of multiplications and of bytes: the target is of the former alone, and small networks
#: have more of the latter, to which no block of 8 fits with 1.1 times the former.
COST = 1.11
#: Draws of the same options in a search.
DRAWS = 16
# Between the seeds of networks: passes draw from numbers a little above one.
_NETWORK = 100_000


def _facts(found: Tuned) -> Json:
    return {
        "options": str(found.trial.settings),
        "passes": found.passes,
        "left": found.audit.best.left,
        "trials": [str(trial) for trial in found.trials],
    }


def searched(
    subject: Subject,
    output: pathlib.Path,
    seed: int,
    step: str,
    attacks: Sequence[Attack] = ATTACKS,
) -> Json:
    """Writes the network with soft locks that hold, and says how they were found. Without
    "passes" none did; "failed" tells how far searches came that found nothing."""
    inputs, labels = networks_to_lock.training_samples(subject.name)
    output.unlink(missing_ok=True)
    failed: list[str] = []
    for margin in MARGINS:
        progress.show(f"{step}: search at {100 * margin:g} points")
        try:
            found = tune(
                subject.model, inputs, labels,
                output=output,
                drift_budget=soft_limits.drift(subject.name),
                max_cost=COST,
                attacks=attacks,
                margin=margin,
                draws=DRAWS,
                # To lower what holds until it just holds leaves no room.
                refinements=0,
                seed=_NETWORK * seed,
            )  # fmt: skip
        except InputError as error:
            failed.append(str(error))
            continue
        return {**_facts(found), "margin": margin, "samples": len(labels), "failed": failed}
    return {"samples": len(labels), "failed": failed}
