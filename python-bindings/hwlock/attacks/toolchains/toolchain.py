"""What a toolchain is here.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
from collections.abc import Callable, Sequence

from torch import fx

from hwlock.attacks.rows import Array

#: From a model, calibration samples and inputs to the first output for each input.
Method = Callable[[fx.GraphModule, Sequence[Array], Sequence[Array]], Array]


@dataclasses.dataclass(frozen=True)
class Toolchain:
    """A way to run a model on cheaper hardware, by software that is not hwlock's."""

    name: str
    #: What is rounded: "weights", or "weights and inputs".
    rounds: str
    run: Method
    #: As of `hwlock.attacks.Attack`.
    tier: str = "T1"
