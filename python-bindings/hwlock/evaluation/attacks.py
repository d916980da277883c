"""From statistics of right and wrong decodes to one AUC for each test.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses

import numpy as np

from . import discrimination
from .discrimination import Artefact


@dataclasses.dataclass
class Scores:
    """z of the right decode and of the wrong ones of each artefact."""

    names: list[str]
    tensors: list[str]
    right: list[np.ndarray]
    wrong: list[np.ndarray]

    def columns(self, test: str) -> list[int]:
        return [i for i, name in enumerate(self.names) if name.split(".")[0] == test]


def scores(names: list[str], artefacts: list[Artefact], seed: int) -> Scores:
    rng = np.random.default_rng(seed)
    pairs = [discrimination.standardised(artefact, rng) for artefact in artefacts]
    tensors = [artefact.tensor for artefact in artefacts]
    return Scores(names, tensors, [p[0] for p in pairs], [p[1] for p in pairs])


def _auc(scores: Scores, columns: list[int]) -> dict[str, float]:
    """Within each artefact, since wrong decodes of another tell nothing."""
    return discrimination.mean_auc(
        [
            discrimination.auc(
                discrimination.outlier_score(right[columns]),
                discrimination.outlier_score(wrong[:, columns]),
            )
            for right, wrong in zip(scores.right, scores.wrong)
        ],
        scores.tensors,
    )


def each_test(scores: Scores) -> dict[str, dict]:
    """For each test the AUC of all its statistics together, and of the best
    one, which an attacker who has seen other models could pick."""
    found = {}
    for test in dict.fromkeys(name.split(".")[0] for name in scores.names):
        columns = scores.columns(test)
        single = {scores.names[c].split(".")[1]: _auc(scores, [c]) for c in columns}
        best = max(single, key=lambda name: single[name]["auc"])
        found[test] = {**_auc(scores, columns), "best": best, "best_auc": single[best]["auc"]}
    return found
