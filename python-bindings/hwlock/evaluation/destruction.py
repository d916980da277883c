"""Destruction: what is left of a model under a wrong key.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Keys come from the decoder: from random fingerprints of a source ("far") and from
all that differ from the right one in one symbol or bit ("near").
"""

import contextlib
import pathlib
import time

import numpy as np

from . import discrimination, intervals, networks_to_lock, progress, software_tpm, usefulness
from .networks_to_lock import Subject, Subjects
from .programs import Programs
from .sizes import Sizes
from .store import Store

# And tpm2, where there is a TPM in software.
SOURCES = ("clock", "precision")
CHAINS = (("aes",), ("shuffle",), ("pretransform", "aes"))
# The most that the right key may lose: nothing but the order of additions.
TOLERANCE = 1e-3


class WrongKeyTrial:
    """One network, locked with one chain to one source."""

    def __init__(self, programs: Programs, subject: Subject, chain: tuple[str, ...],
                 source: str, seed: int):
        self.programs, self.subject, self.seed = programs, subject, seed
        self.folder = programs.folder / "attack"
        locked = programs.folder / "attacked.mlirbc"
        programs.lock(subject.model, locked, chain, seed, (source,))
        programs.dump(locked, self.folder)
        self.compiled = programs.folder / "attacked.so"
        programs.hwlock.check("compile", locked, "-o", self.compiled)
        self._check_right_key()

    def outputs(self, keys: pathlib.Path) -> np.ndarray:
        return self.programs.scores(self.compiled, keys, self.subject.inputs)

    def keys(self, kind: str, count: int) -> pathlib.Path:
        return self.programs.keys(self.folder, kind, count, self.seed)

    def _check_right_key(self) -> None:
        """A fault in the attack would look like a strong lock: with the right
        key the same steps must give the model back."""
        right = self.outputs(self.keys("right", 1))[0]
        error = np.abs(right - self.subject.right).max()
        if not error <= TOLERANCE * np.abs(self.subject.right).max():
            raise RuntimeError(f"{self.subject.name}: the right key gives another model")


def assess(subject: Subject, outputs: np.ndarray) -> dict:
    """Numbers of one set of wrong keys."""
    found: dict = {"chance": subject.chance, "not_finite": usefulness.not_finite(outputs)}
    if subject.labels is not None:
        scores = usefulness.accuracy(outputs, subject.labels)
        right = usefulness.accuracy(subject.right[None], subject.labels)
    else:
        scores = usefulness.retrieval(outputs)
        right = usefulness.retrieval(subject.right[None])
        found["cosine"] = intervals.summary(usefulness.cosine(outputs, subject.right))
    found.update(intervals.summary(scores), right=float(right[0]))
    # How well one inference without labels tells: 0 and 1 are both certain.
    spreads = usefulness.spread(outputs)
    mine = usefulness.spread(subject.right[None])
    auc = discrimination.auc(mine, spreads)
    found["output_spread"] = {
        "right": float(mine[0]),
        "wrong_median": float(np.median(spreads)),
        "auc": max(auc, 1 - auc),
    }
    return found


def _cell(programs: Programs, store: Store, subjects: Subjects, cell: tuple) -> None:
    """Both kinds of wrong keys for one network, chain and source."""
    name, chain, source, count = cell
    trial: list[WrongKeyTrial] = []

    def compute(kind: str) -> dict:
        subject = subjects.get(name)
        if not trial:
            trial.append(WrongKeyTrial(programs, subject, chain, source, store.seed))
        keys = trial[0].keys(kind, count)
        start = time.perf_counter()
        outputs = trial[0].outputs(keys)
        each = 1e3 * (time.perf_counter() - start) / len(outputs)
        return {**assess(subject, outputs), "ms_per_key": each}

    for kind in ("far", "near"):
        step = f"{name}/{','.join(chain)}/{source}/{kind}"
        progress.show(f"destruction: {step}")
        store.step(step, lambda: compute(kind))


def measure(programs: Programs, store: Store, sizes: Sizes) -> None:
    subjects = Subjects(programs.folder, store.seed)
    sources = [*SOURCES, *["tpm2"] * software_tpm.installed()]
    with software_tpm.running() if "tpm2" in sources else contextlib.nullcontext():
        for name, count in networks_to_lock.counts(sizes).items():
            for chain in CHAINS:
                for source in sources:
                    _cell(programs, store, subjects, (name, chain, source, count))
