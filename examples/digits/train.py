#!/usr/bin/env python3
"""Trains the digits network and writes the files of this folder.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Writes model.mlir (one call classifies all held-out images), images.npy,
labels.npy and scores.npy (what PyTorch computes from the images). Run it with
the Python of .venv, which scripts/setup makes.
"""

import argparse
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

from network import DigitsNet, load

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "python-bindings"))
from hwlock.torch import to_mlir  # noqa: E402

EPOCHS = 30
BATCH = 64


def train(images: torch.Tensor, labels: torch.Tensor) -> DigitsNet:
    torch.set_num_threads(1)  # the order of additions decides the weights
    torch.manual_seed(0)
    net = DigitsNet()
    optimiser = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(images)).split(BATCH):
            optimiser.zero_grad()
            F.cross_entropy(net(images[batch]), labels[batch]).backward()
            optimiser.step()
    return net.eval().requires_grad_(False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=pathlib.Path, default=HERE)
    output = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)

    train_x, test_x, train_y, test_y = load()
    net = train(torch.from_numpy(train_x), torch.from_numpy(train_y))
    images = torch.from_numpy(test_x)
    scores = net(images).numpy()
    right = int((scores.argmax(1) == test_y).sum())

    (output / "model.mlir").write_text(to_mlir(net, (images,)))
    np.save(output / "images.npy", test_x)
    np.save(output / "labels.npy", test_y.astype(np.int64))
    np.save(output / "scores.npy", scores)
    print(f"held-out accuracy: {right} of {len(test_y)} = {right / len(test_y):.4f}")


if __name__ == "__main__":
    main()
