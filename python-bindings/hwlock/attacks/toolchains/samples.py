"""Any number of samples through what was made for a batch of some.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import fx

from hwlock.attacks.batches import batches
from hwlock.attacks.rows import Array

#: One output for a batch of each input.
Runner = Callable[[list[Array]], Array]


def batch_of(module: fx.GraphModule) -> int:
    (first, *_) = (node for node in module.graph.nodes if node.op == "placeholder")
    return int(first.meta["shape"][0])


def run(runner: Runner, samples: Sequence[Array], size: int) -> Array:
    """The output for each sample."""
    parts = [runner(batch) for batch in batches(samples, size)]
    return np.concatenate(parts)[: len(samples[0])]


def torch_runner(module: torch.nn.Module) -> Runner:
    def runner(batch: list[Array]) -> Array:
        with torch.no_grad():
            made = module(*map(torch.from_numpy, batch))
        first = made[0] if isinstance(made, tuple) else made
        found: Array = first.numpy()
        return found

    return runner
