#!/usr/bin/env python3
"""Imports the models of the tests: MLIR bytecode, inputs, PyTorch's outputs.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Writes DIR/NAME/{model.mlirbc,input0.npy,...,output0.npy}. A folder that the
same sources made is kept.
"""

import argparse
import hashlib
import os
import pathlib
import shutil
import sys
import tempfile
from typing import Callable

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "python-bindings"), str(ROOT / "examples/digits")]

import numpy as np  # noqa: E402
import torch  # noqa: E402

import networks  # noqa: E402
from hwlock import importing  # noqa: E402
from hwlock import torch as hwlock_torch  # noqa: E402

SEED = 1
Model = tuple[torch.nn.Module, tuple[torch.Tensor, ...]]


def digits(count: int | None) -> Model:
    import network
    import train

    train_x, test_x, train_y, _ = network.load()
    net = train.train(torch.from_numpy(train_x), torch.from_numpy(train_y))
    return net, (torch.from_numpy(test_x[:count]),)


def mlp(batch: int) -> Model:
    return networks.Mlp(), (torch.randn(batch, 1024),)


def convolutional(network: type[torch.nn.Module]) -> Model:
    net = network()
    networks.randomise_batch_norm(net)
    return net, (torch.randn(1, 3, 64, 64),)


def minilm(length: int) -> Model:
    ids = torch.randint(1000, 20000, (1, length))
    mask = torch.ones(1, length, dtype=torch.int64)
    mask[:, length * 3 // 4 :] = 0
    return networks.MiniLm(), (ids, mask)


def gpt(length: int) -> Model:
    return networks.SmallGpt(), (torch.randint(0, 512, (1, length)),)


MODELS: dict[str, Callable[[], Model]] = {
    "digits-b1": lambda: digits(1),
    "digits-b450": lambda: digits(None),
    "mlp-b1": lambda: mlp(1),
    "mlp-b64": lambda: mlp(64),
    "resnet18": lambda: convolutional(networks.ResNet18),
    "mobilenetv2": lambda: convolutional(networks.MobileNetV2),
    "minilm": lambda: minilm(128),
    "gpt": lambda: gpt(64),
}


def sources_digest() -> str:
    """Changes with anything that decides what an import writes."""
    names = (
        "examples/digits/network.py",
        "examples/digits/train.py",
        "python-bindings/hwlock/importing.py",
        "python-bindings/hwlock/torch.py",
        "python-bindings/hwlock/torch_export.py",
        "scripts/requirements.txt",
        "scripts/requirements-no-deps.txt",
        "test/models/import_models.py",
        "test/models/networks.py",
    )
    digest = hashlib.sha256()
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def import_model(name: str, folder: pathlib.Path) -> pathlib.Path:
    """The folder of model `name` below `folder`, made if need be."""
    target = folder / name
    stamp = target / "sources.sha256"
    if stamp.exists() and stamp.read_text() == sources_digest():
        return target
    shutil.rmtree(target, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    scratch = pathlib.Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder))
    try:
        torch.manual_seed(SEED)
        module, inputs = MODELS[name]()
        for index, array in enumerate(inputs):
            np.save(scratch / f"input{index}.npy", array.numpy())
        with torch.no_grad():
            np.save(scratch / "output0.npy", module.eval()(*inputs).numpy())
        text = hwlock_torch.to_mlir(module, inputs)
        importing.write_bytecode(text, scratch / "model.mlirbc")
        (scratch / "sources.sha256").write_text(sources_digest())
        os.rename(scratch, target)  # at once, so that no half a folder stays
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MODELS))
    parser.add_argument("-o", "--output", type=pathlib.Path, default=ROOT / "build/models")
    arguments = parser.parse_args()
    for name in arguments.names or MODELS:
        if name not in MODELS:
            parser.error(f"unknown model '{name}', expected one of {', '.join(MODELS)}")
        print(import_model(name, arguments.output))


if __name__ == "__main__":
    main()
