"""Distillation: what a thief gets who can run a soft-locked network but trains another.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Hinton, Vinyals and Dean 2015, with a temperature of 2: a fresh network of the same kind
learns what the locked one answers to images without labels. Beside it the same network
that learns from the labels of those images and nothing else. Both see the images moved by
at most a pixel, and noise, each time anew.
"""

import pathlib
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import nn

import hwlock
from hwlock.attacks import ATTACKS, Candidate, Study

from . import digits_networks, networks_to_lock, progress, soft, training, usefulness
from .digits_networks import NETWORKS
from .programs import Programs
from .sizes import Sizes
from .store import Json, Store

IMAGES = 60
TEMPERATURE = 2
RATE = 3e-3
NOISE = 0.05

INT8 = next(
    attack for attack in ATTACKS
    if (attack.name, attack.rounds) == ("int8 per channel", "weights and inputs")
)  # fmt: skip

# From images to the right outputs: probabilities or labels.
Answers = Callable[[torch.Tensor], torch.Tensor]


def _moved(images: torch.Tensor, steps: int) -> Iterator[torch.Tensor]:
    for _ in range(steps):
        down, right = torch.randint(-1, 2, (2,)).tolist()
        yield images.roll((down, right), (2, 3)) + NOISE * torch.randn_like(images)


def answers_of(model: pathlib.Path) -> Answers:
    """Of a model that runs: the thief does not look at its weights."""
    running = hwlock.load(model)

    def answer(images: torch.Tensor) -> torch.Tensor:
        scores = torch.from_numpy(np.array(running.run(images.numpy())))
        return (scores / TEMPERATURE).softmax(1)

    return answer


def learnt(kind: str, seed: int, images: torch.Tensor, answers: Answers, steps: int) -> nn.Module:
    """A fresh network that never saw the weights of another one."""
    training.repeatable(seed)
    net = NETWORKS[kind]()
    batches = ((moved, answers(moved)) for moved in _moved(images, steps))
    training.fit(net, batches, RATE, steps)
    return digits_networks.folded(net)


class Judge:
    """Scores in float32 and in int8 on held-out images."""

    def __init__(self, folder: pathlib.Path, images: torch.Tensor, held_out: tuple):
        self.folder, self.images = folder, images
        self.held_out, self.labels = held_out

    def write(self, net: nn.Module, name: str) -> pathlib.Path:
        return networks_to_lock.write(self.folder / name, net, (self.images,))[0]

    def scores(self, model: pathlib.Path) -> list[float]:
        study = Study(model, [self.images.numpy()])
        outputs = [
            study.predict(candidate, [self.held_out])
            for candidate in (Candidate({}), INT8.apply(study))
        ]
        return usefulness.accuracy(np.stack(outputs), self.labels).tolist()


def _cell(programs: Programs, kind: str, seed: int, steps: int) -> Json:
    net, *held_out = digits_networks.trained(kind, seed)
    train_x, _, train_y, _ = digits_networks.images_of(kind)
    images, labels = torch.from_numpy(train_x[:IMAGES]), torch.from_numpy(train_y[:IMAGES])
    judge = Judge(programs.folder / "distillation", images, tuple(held_out))
    locked = soft.lock(programs, judge.write(net, "net"), seed)
    found = {"images": IMAGES, "locked": judge.scores(locked)}
    # Not the draws that the network itself began with.
    fresh = 1000 + seed
    ways: dict[str, Answers] = {"distilled": answers_of(locked), "scratch": lambda _: labels}
    for name, answers in ways.items():
        progress.show(f"distillation: {kind} {seed}, {name}")
        found[name] = judge.scores(judge.write(learnt(kind, fresh, images, answers, steps), name))
    return found


def measure(programs: Programs, store: Store, sizes: Sizes) -> None:
    for kind in networks_to_lock.SMALL[: sizes.soft_networks]:
        for seed in range(store.seed, store.seed + sizes.soft_seeds):
            store.step(
                f"{kind}/{seed}",
                lambda kind=kind, seed=seed: _cell(programs, kind, seed, sizes.distil_steps),
            )
