"""Changes of a model that leave what it computes.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import functools
from collections.abc import Mapping, Sequence

from hwlock.attacks.outputs import drift
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Candidate, Study

#: Largest change of an output relative to the largest output. Repairs of weights that
#: were amplified in float32 are not exact.
TOLERANCE = 2e-3

Change = Mapping[str, Array]


class Verifier:
    """Runs changes on the samples that the attacker has, who needs to know nothing else
    about what lies between layers."""

    def __init__(self, study: Study, samples: int | None = None):
        """samples: how many are enough; None: all."""
        self.study = study
        self._inputs = [array[:samples] for array in study.samples]

    @functools.cached_property
    def _outputs(self) -> Array:
        return self.study.predict(Candidate({}), self._inputs)

    def leaves(self, change: Change) -> bool:
        """True if the outputs stay."""
        outputs = self.study.predict(Candidate(change), self._inputs)
        # What is no number is no repair.
        return drift(outputs, self._outputs) <= TOLERANCE

    def all_that_leave(self, changes: Sequence[Change]) -> dict[str, Array]:
        """Together those changes, of different constants, that leave the outputs: in one
        run where all do, otherwise halved until the others are found."""
        if not changes:
            return {}
        together = {name: array for change in changes for name, array in change.items()}
        if self.leaves(together):
            return together
        if len(changes) == 1:
            return {}
        half = len(changes) // 2
        return {**self.all_that_leave(changes[:half]), **self.all_that_leave(changes[half:])}
