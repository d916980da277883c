"""Soft locks with options that `hwlock.soft.tune` finds for one network.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

It sees none of the samples that judge, but those that the network was trained on, of which
there are three times as many. Most of what attacks leave is a guess, and another one if
they calibrate with other samples: so each runs on three parts of them. Locks are the
strongest that fit, which leave little but guesses, and of their draws the best is taken.
"""

import pathlib
from collections.abc import Sequence

from hwlock.attacks import ATTACKS, Attack
from hwlock.errors import InputError
from hwlock.soft import Tuned, tune

from . import networks_to_lock, progress, soft_limits
from .networks_to_lock import Subject
from .store import Json

#: Of multiplications and of bytes: the target is of the former alone, and small networks
#: have more of the latter, to which no block of 8 fits with 1.1 times the former.
COST = 1.11
#: Of the drift that the limit allows, since other samples drift more, by up to three tenths.
#: Of decoders nothing holds with as little.
DRIFT, DECODER_DRIFT = 0.75, 0.9
#: How often each attack runs on a draw, on about as many samples as judge.
CALIBRATIONS = 3
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
    draws: int,
    attacks: Sequence[Attack] = ATTACKS,
) -> Json:
    """Writes the network with soft locks that hold, and says how they were found. Without
    "passes" none did; "failed" tells how far the search came."""
    inputs, labels = networks_to_lock.training_samples(subject.name)
    output.unlink(missing_ok=True)
    progress.show(f"{step}: search")
    share = DECODER_DRIFT if subject.name in networks_to_lock.DECODERS else DRIFT
    try:
        found = tune(
            subject.model, inputs, labels,
            output=output,
            drift_budget=share * soft_limits.drift(subject.name),
            max_cost=COST,
            attacks=attacks,
            margin=soft_limits.MARGIN,
            calibrations=CALIBRATIONS,
            strongest=True,
            draws=draws,
            seed=_NETWORK * seed,
        )  # fmt: skip
    except InputError as error:
        return {"samples": len(labels), "failed": str(error)}
    return {**_facts(found), "samples": len(labels)}
