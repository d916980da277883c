"""Statistics of a decoded weight that need no inference, by the kind of test.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Each module maps a Decode to numbers. Nothing here knows whether it is right.
"""

import dataclasses
from collections.abc import Callable

import numpy as np


@dataclasses.dataclass
class Decode:
    """What an attacker has after one guess."""

    # Rows are what the weight's first dimension counts.
    matrix: np.ndarray
    # Codes of the distribution-transforming code, if the chain has it.
    codes: np.ndarray | None = None
    # Sorted sample of another decode of the same artefact, of unit variance.
    reference: np.ndarray | None = None

    @property
    def finite(self) -> np.ndarray:
        """The matrix in double precision, without infinities."""
        limit = float(np.finfo(np.float32).max)
        return np.nan_to_num(
            self.matrix.astype(np.float64), nan=limit, posinf=limit, neginf=-limit
        )


Feature = Callable[[Decode], dict[str, float]]


def unit(matrix: np.ndarray) -> np.ndarray:
    """All elements, scaled to unit variance."""
    spread = matrix.std()
    return matrix.ravel() / (spread if spread else 1.0)


def log(value: float) -> float:
    return float(np.log(max(value, 1e-300)))
