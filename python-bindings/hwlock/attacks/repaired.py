"""Tier T2: all that an informed attacker repairs, one after the other.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Callable

from hwlock.attacks.repair_mixers import folded_mixers
from hwlock.attacks.repair_norms import centred_outputs, without_constant_inputs
from hwlock.attacks.repair_opposites import without_opposites
from hwlock.attacks.repair_pairs import balanced_pairs
from hwlock.attacks.repair_sums import without_sums
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Study

#: Each looks at weights first, and runs the model only where it finds something.
REPAIRS: dict[str, Callable[[Study], dict[str, Array]]] = {
    "without opposites": without_opposites,
    "without sums": without_sums,
    "folded mixers": folded_mixers,
    "centred outputs": centred_outputs,
    "without constant inputs": without_constant_inputs,
    "balanced pairs": balanced_pairs,
}


def repaired(study: Study) -> dict[str, Array]:
    """The constants that change by all repairs. Channels that were only scaled are left:
    `equalise()` does that, and what follows is tried after it, too."""
    found: dict[str, Array] = {}
    for repair in REPAIRS.values():
        found |= repair(study.changed(found) if found else study)
    return found
