"""A classifier that is trained on all statistics of some tensors and tried on
others.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from . import discrimination
from .attacks import Scores


def _rows(scores: Scores, chosen: list[int]) -> tuple[np.ndarray, np.ndarray]:
    z = np.concatenate([np.vstack([scores.right[i], scores.wrong[i]]) for i in chosen])
    labels = np.concatenate([np.arange(1 + len(scores.wrong[i])) == 0 for i in chosen])
    size = np.log1p(np.abs(z))
    return np.hstack([np.sign(z) * size, size]), labels


def _models(seed: int) -> dict:
    return {
        "random forest": RandomForestClassifier(
            300, class_weight="balanced", min_samples_leaf=2, random_state=seed, n_jobs=1
        ),
        "logistic regression": make_pipeline(
            StandardScaler(),
            LogisticRegression(C=0.05, class_weight="balanced", max_iter=1000),
        ),
    }


def halves(tensors: list[str]) -> tuple[list[int], list[int]]:
    """Artefacts of the first half of the tensors, and of the second: no tensor
    is both learnt and tried."""
    names = list(dict.fromkeys(tensors))
    first = set(names[: len(names) // 2])
    learnt = [i for i, name in enumerate(tensors) if name in first]
    return learnt, [i for i, name in enumerate(tensors) if name not in first]


def trained(scores: Scores, seed: int) -> dict[str, dict]:
    """AUC of each kind of classifier on the tensors it has not seen."""
    learnt, tried = halves(scores.tensors)
    if not learnt:
        raise ValueError("a classifier needs at least two tensors")
    features, labels = _rows(scores, learnt)
    found = {}
    for name, model in _models(seed).items():
        model.fit(features, labels)
        aucs = []
        for index in tried:
            rows, right = _rows(scores, [index])
            chance = model.predict_proba(rows)[:, 1]
            aucs.append(discrimination.auc(chance[right], chance[~right]))
        found[name] = discrimination.mean_auc(aucs, [scores.tensors[i] for i in tried])
    return found
