"""How well a number tells right decodes from wrong ones.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

An attacker can make as many wrong decodes of an artefact as he likes, so every
statistic is compared to those of other wrong decodes of the same artefact: what
stands out in either direction is the candidate.
"""

import dataclasses

import numpy as np

# Beyond this a statistic is so far out that it makes no difference how far.
Z_LIMIT = 50.0
SQUARE_LIMIT = 100.0


def auc(right: np.ndarray, wrong: np.ndarray) -> float:
    """Probability that a right one scores higher than a wrong one; ties half."""
    right, wrong = np.asarray(right), np.sort(wrong)
    below = np.searchsorted(wrong, right, side="left")
    up_to = np.searchsorted(wrong, right, side="right")
    return float((below + up_to).mean() / 2 / len(wrong))


def standardise(value: np.ndarray, others: np.ndarray) -> np.ndarray:
    """z of `value` among `others`, one column for each statistic. A statistic
    that is constant among the others stands out as soon as it differs."""
    centre, spread = others.mean(0), others.std(0, ddof=1)
    floor = 1e-9 * np.abs(centre) + 1e-12
    z = (value - centre) / np.maximum(spread, floor)
    return np.clip(np.nan_to_num(z, posinf=Z_LIMIT, neginf=-Z_LIMIT), -Z_LIMIT, Z_LIMIT)


@dataclasses.dataclass
class Artefact:
    """One right decode of an artefact and some wrong ones; a row each, a column
    for each statistic."""

    tensor: str
    right: np.ndarray
    wrong: np.ndarray


def standardised(artefact: Artefact, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """z of the right decode and of each wrong one. All are compared to as many
    others, or the larger sample alone would tell them apart."""
    wrong = artefact.wrong
    left_out = rng.integers(len(wrong))
    right = standardise(artefact.right, np.delete(wrong, left_out, 0))
    return right, np.array(
        [standardise(row, np.delete(wrong, i, 0)) for i, row in enumerate(wrong)]
    )


def outlier_score(z: np.ndarray) -> np.ndarray:
    """How far out a row is, in either direction, over all its columns."""
    return np.minimum(np.atleast_2d(z) ** 2, SQUARE_LIMIT).sum(1)


def mean_auc(values: list[float], tensors: list[str] | None = None) -> dict[str, float]:
    """Mean over artefacts and its standard error. Locks of one tensor share its
    peculiarities: tensors, where they are given, are what is independent."""
    if tensors is not None:
        groups: dict[str, list[float]] = {}
        for tensor, value in zip(tensors, values, strict=True):
            groups.setdefault(tensor, []).append(value)
        values = [float(np.mean(group)) for group in groups.values()]
    spread = np.std(values, ddof=1) if len(values) > 1 else 0.0
    return {"auc": float(np.mean(values)), "error": float(spread / len(values) ** 0.5)}
