"""Small networks for the digits data: a perceptron and a residual network.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import network
import numpy as np
import torch
import torch.fx.experimental.optimization
import torch.nn.functional as F
import train
from torch import nn

EPOCHS = 20
BATCH = 64


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


def trained(kind: str, seed: int) -> tuple[nn.Module, np.ndarray, np.ndarray]:
    """A network with the held-out images and labels."""
    train_x, test_x, train_y, test_y = network.load()
    images, labels = torch.from_numpy(train_x), torch.from_numpy(train_y)
    if kind == "digits CNN":
        return train.train(images, labels), test_x, test_y
    torch.set_num_threads(1)  # the order of additions decides the weights
    torch.manual_seed(seed)
    net = {"MLP": Perceptron, "residual CNN": Residual}[kind]()
    optimiser = torch.optim.Adam(net.parameters(), 2e-3)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(images)).split(BATCH):
            optimiser.zero_grad()
            F.cross_entropy(net(images[batch]), labels[batch]).backward()
            optimiser.step()
    net.eval()
    if kind == "residual CNN":
        net = torch.fx.experimental.optimization.fuse(net)  # as it is locked
    return net.requires_grad_(False), test_x, test_y
