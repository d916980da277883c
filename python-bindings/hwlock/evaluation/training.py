"""How the networks of the evaluation are trained.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Iterable, Iterator

import torch
import torch.nn.functional as F
from torch import nn

Batches = Iterable[tuple[torch.Tensor, torch.Tensor]]


def repeatable(seed: int) -> None:
    """The same weights for the same seed."""
    torch.set_num_threads(1)  # the order of additions decides them
    torch.manual_seed(seed)


def shuffled(
    inputs: torch.Tensor, targets: torch.Tensor, epochs: int, size: int
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    for _ in range(epochs):
        for batch in torch.randperm(len(inputs)).split(size):
            yield inputs[batch], targets[batch]


def fit(net: nn.Module, batches: Batches, rate: float, cycle: int | None = None) -> None:
    """Adam on the cross entropy of scores, which are along the last axis.

    batches: inputs, and numbers or probabilities of the right outputs.
    cycle: the rate rises to `rate` and falls again in that many steps; None: it stays.
    """
    optimiser = torch.optim.Adam(net.parameters(), rate)
    schedule = cycle and torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, cycle)
    for inputs, targets in batches:
        scores = net(inputs)
        optimiser.zero_grad()
        F.cross_entropy(scores.flatten(0, -2), targets.flatten(0, scores.dim() - 2)).backward()
        optimiser.step()
        if schedule:
            schedule.step()
