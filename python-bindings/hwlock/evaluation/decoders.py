"""Small decoders that continue a text, like GPT and like LLaMA.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import networks
import numpy as np
import torch
from torch import nn

from . import next_characters, training
from .next_characters import ALPHABET, LENGTH

STEPS = 4000
BATCH = 32
RATE = 3e-3

NETWORKS = {
    "GPT": lambda: networks.SmallGpt(ALPHABET, width=64, layers=2, length=LENGTH),
    "LLaMA": lambda: networks.SmallLlama(ALPHABET, width=64, layers=2),
}


class NextCharacter(nn.Module):
    """The scores of what follows the whole text, and of no other place."""

    def __init__(self, decoder: nn.Module) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, ids):
        return self.decoder(ids)[:, -1]


def trained(kind: str, seed: int) -> tuple[nn.Module, np.ndarray, np.ndarray]:
    """A decoder with held-out texts and their next characters."""
    training.repeatable(seed)
    decoder = NETWORKS[kind]()
    known = torch.from_numpy(next_characters.numbers(next_characters.training_text()))
    windows = known.unfold(0, LENGTH + 1, 1)
    drawn = (windows[torch.randint(len(windows), (BATCH,))] for _ in range(STEPS))
    training.fit(decoder, ((each[:, :-1], each[:, 1:]) for each in drawn), RATE, STEPS)
    return NextCharacter(decoder).eval().requires_grad_(False), *next_characters.held_out()
