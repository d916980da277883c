"""Small networks for the digits data: a perceptron, a residual network and MobileNetV2.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Callable

import network
import networks
import numpy as np
import torch
import torch.fx.experimental.optimization
import torch.nn.functional as F
import train
from torch import nn

from . import training

EPOCHS = 20
BATCH = 64
# Rates of Adam: one that stays, or the largest of a cycle.
RATE = 2e-3
CYCLE = 4e-3
# Pixels of a side, for a network that halves them four times.
LARGE = 32


class Perceptron(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 10)
        )

    def forward(self, x):
        return self.layers(x.flatten(1))


class Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(y)) + x)


class Residual(nn.Module):
    """Three residual blocks between a convolution and a dense layer."""

    def __init__(self, width: int = 16) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, width, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(width)
        self.blocks = nn.Sequential(*(Block(width) for _ in range(3)))
        self.head = nn.Linear(width * 16, 10)

    def forward(self, x):
        x = self.blocks(F.relu(self.norm(self.stem(x))))
        return self.head(F.avg_pool2d(x, 2).flatten(1))


def mobile_net() -> nn.Module:
    """Each kind of block that the full network has: no expansion, stride, residual."""
    stages = ((1, 8, 1, 1), (6, 12, 2, 2), (6, 16, 2, 2), (6, 24, 2, 1))
    return networks.MobileNetV2(classes=10, channels=1, stem=16, stages=stages, last=96)


NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "digits CNN": network.DigitsNet,
    "MLP": Perceptron,
    "residual CNN": Residual,
    "MobileNetV2": mobile_net,
}


def folded(net: nn.Module) -> nn.Module:
    """As it is locked: no batch norms, nothing to train."""
    net.eval()
    if any(isinstance(part, nn.BatchNorm2d) for part in net.modules()):
        net = torch.fx.experimental.optimization.fuse(net)
    return net.requires_grad_(False)


def images_of(kind: str) -> tuple:
    """What network.load() gives, in the size that a network takes."""
    train_x, test_x, train_y, test_y = network.load()
    if kind == "MobileNetV2":
        train_x, test_x = (
            F.interpolate(torch.from_numpy(x), size=(LARGE, LARGE), mode="bilinear").numpy()
            for x in (train_x, test_x)
        )
    return train_x, test_x, train_y, test_y


def trained(kind: str, seed: int) -> tuple[nn.Module, np.ndarray, np.ndarray]:
    """A network with the held-out images and labels."""
    train_x, test_x, train_y, test_y = images_of(kind)
    images, labels = torch.from_numpy(train_x), torch.from_numpy(train_y)
    if kind == "digits CNN":
        return train.train(images, labels), test_x, test_y
    training.repeatable(seed)
    net = NETWORKS[kind]()
    batches = training.shuffled(images, labels, EPOCHS, BATCH)
    if kind == "MobileNetV2":
        training.fit(net, batches, CYCLE, EPOCHS * -(-len(images) // BATCH))
    else:
        training.fit(net, batches, RATE)
    return folded(net), test_x, test_y
