"""Indistinguishability: how well tests that need no inference tell the right
decode of a weight from wrong ones, under the policy garbage.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import pathlib

import numpy as np

from . import attacks, classifier, tensors
from .discrimination import Artefact
from .ensembles import Cost, Ensemble
from .features import suite
from .programs import Programs
from .sizes import Sizes
from .store import Store

CHAINS = (
    ("pretransform", "aes"),
    ("aes",),
    ("shuffle", "pretransform", "aes"),
    ("shuffle",),
    ("shuffle", "aes"),
)


def _ensembles(sizes: Sizes, seed: int) -> dict:
    """What is locked, by name: tensors when it is their turn, and tests."""
    return {
        "MiniLM matrices": (
            lambda: tensors.minilm_matrices(sizes.matrices), suite.MATRIX_TESTS),
        "digits matrices": (
            lambda: tensors.digits_matrices(seed, sizes.matrices), suite.MATRIX_TESTS),
        "LayerNorm scales": (lambda: tensors.scales(sizes.matrices), suite.VECTOR_TESTS),
        "biases": (lambda: tensors.biases(sizes.matrices), suite.VECTOR_TESTS),
    }


def _one_lock(ensemble: Ensemble, chain: tuple[str, ...], seed: int, wrong: int,
              path: pathlib.Path) -> tuple[list[str], list[Artefact], Cost]:
    """Statistics of one lock; kept in a file so that a run can be resumed."""
    if not path.exists():
        cost = Cost()
        rows = dict(ensemble.artefacts(chain, seed, wrong, cost))
        facts = {"names": ensemble.names, "cost": vars(cost), "tensors": list(rows)}
        np.savez(path, *rows.values(), facts=json.dumps(facts))
    with np.load(path) as kept:
        facts = json.loads(str(kept["facts"]))
        arrays = [kept[f"arr_{i}"] for i in range(len(facts["tensors"]))]
    found = [Artefact(t, rows[0], rows[1:]) for t, rows in zip(facts["tensors"], arrays)]
    return facts["names"], found, Cost(**facts["cost"])


def _chain(ensemble: Ensemble, chain: tuple[str, ...], sizes: Sizes, seed: int) -> dict:
    """Every test on all artefacts of a chain."""
    found: list[Artefact] = []
    total = Cost()
    for lock in range(-(-sizes.right_decodes // len(ensemble.tensors))):
        path = ensemble.folder / f"{'-'.join(chain)}-{seed}-{lock}-{sizes.wrong_decodes}.npz"
        names, artefacts, cost = _one_lock(
            ensemble, chain, 1000 * seed + lock, sizes.wrong_decodes, path
        )
        found += artefacts
        total.decodes += cost.decodes
        total.decode_milliseconds += cost.decode_milliseconds
        for test, seconds in cost.seconds.items():
            total.seconds[test] = total.seconds.get(test, 0.0) + seconds
    # Tensors in the order of the module: halves are then halves of the model.
    found.sort(key=lambda artefact: list(ensemble.tensors).index(artefact.tensor))
    scores = attacks.scores(names, found, seed)
    return {
        "right": len(found),
        "wrong": sum(len(artefact.wrong) for artefact in found),
        "tensors": len(ensemble.tensors),
        "tests": attacks.each_test(scores),
        "classifiers": classifier.trained(scores, seed),
        "ms_per_guess": total.per_guess(),
    }


def measure(programs: Programs, store: Store, sizes: Sizes) -> None:
    for name, (make, tests) in _ensembles(sizes, store.seed).items():
        ensemble: list[Ensemble] = []

        def compute(chain: tuple[str, ...]) -> dict:
            if not ensemble:
                ensemble.append(Ensemble(programs, name, make(), tests))
            return _chain(ensemble[0], chain, sizes, store.seed)

        for chain in CHAINS:
            store.step(f"{name}/{','.join(chain)}", lambda: compute(chain))
