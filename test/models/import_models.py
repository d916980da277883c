#!/usr/bin/env python3
"""Imports the models of the tests: MLIR bytecode, inputs, PyTorch's outputs.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Writes DIR/NAME/{model.mlirbc,input0.npy,...,output0.npy}. A folder that the
same sources made is kept.
"""

import argparse
import dataclasses
import fcntl
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
from hwlock import onnx as hwlock_onnx  # noqa: E402
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


def minilm(length: int, batch: int = 1) -> Model:
    ids = torch.randint(1000, 20000, (batch, length))
    mask = torch.ones(batch, length, dtype=torch.int64)
    for row in range(batch):
        mask[row, length * 3 // 4 + row :] = 0
    return networks.MiniLm(), (ids, mask)


def gpt(length: int) -> Model:
    return networks.SmallGpt(), (torch.randint(0, 512, (1, length)),)


def llama(length: int) -> Model:
    return networks.SmallLlama(), (torch.randint(0, 256, (1, length)),)


@dataclasses.dataclass(frozen=True)
class Recipe:
    make: Callable[[], Model]
    dynamic_batch: bool = False
    through_onnx: bool = False


NETWORKS = {
    "digits-b1": Recipe(lambda: digits(1)),
    "resnet18": Recipe(lambda: convolutional(networks.ResNet18)),
    "mobilenetv2": Recipe(lambda: convolutional(networks.MobileNetV2)),
    "minilm-dynamic": Recipe(lambda: minilm(32, batch=3), dynamic_batch=True),
    "gpt": Recipe(lambda: gpt(64)),
    "llama": Recipe(lambda: llama(32)),
}

MODELS = {
    "digits-b450": Recipe(lambda: digits(None)),
    "mlp-b1": Recipe(lambda: mlp(1)),
    "mlp-b64": Recipe(lambda: mlp(64)),
    "minilm": Recipe(lambda: minilm(128)),
    **NETWORKS,
    "digits-onnx-dynamic": Recipe(lambda: digits(3), dynamic_batch=True, through_onnx=True),
    "resnet18-onnx": Recipe(lambda: convolutional(networks.ResNet18), through_onnx=True),
    "mobilenetv2-onnx": Recipe(lambda: convolutional(networks.MobileNetV2), through_onnx=True),
    "minilm-onnx-dynamic": Recipe(
        lambda: minilm(32, batch=3), dynamic_batch=True, through_onnx=True
    ),
    "gpt-onnx": Recipe(lambda: gpt(64), through_onnx=True),
    "llama-onnx": Recipe(lambda: llama(32), through_onnx=True),
}


def text_through_onnx(module: torch.nn.Module, inputs: tuple, dynamic_batch: bool) -> str:
    names = [f"input{i}" for i in range(len(inputs))]
    axes = {name: {0: "batch"} for name in names + ["output"]} if dynamic_batch else None
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.onnx"
        # The other exporter needs a package more.
        torch.onnx.export(
            module, inputs, path, dynamo=False, opset_version=17,
            input_names=names, output_names=["output"], dynamic_axes=axes,
        )
        return hwlock_onnx.to_mlir(path)


def imported_text(recipe: Recipe, module: torch.nn.Module, inputs: tuple) -> str:
    if recipe.through_onnx:
        return text_through_onnx(module, inputs, recipe.dynamic_batch)
    return hwlock_torch.to_mlir(module, inputs, dynamic_batch=recipe.dynamic_batch)


def sources_digest() -> str:
    """Changes with anything that decides what an import writes."""
    names = (
        "examples/digits/network.py",
        "examples/digits/train.py",
        "python-bindings/hwlock/importing.py",
        "python-bindings/hwlock/onnx.py",
        "python-bindings/hwlock/onnx_dimensions.py",
        "python-bindings/hwlock/onnx_shapes.py",
        "python-bindings/hwlock/onnx_values.py",
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
    """The folder of model `name` below `folder`, made if need be, by one process alone."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f".{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return import_alone(name, folder)


def import_alone(name: str, folder: pathlib.Path) -> pathlib.Path:
    target = folder / name
    stamp = target / "sources.sha256"
    if stamp.exists() and stamp.read_text() == sources_digest():
        return target
    shutil.rmtree(target, ignore_errors=True)
    scratch = pathlib.Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder))
    try:
        torch.manual_seed(SEED)
        recipe = MODELS[name]
        module, inputs = recipe.make()
        for index, array in enumerate(inputs):
            np.save(scratch / f"input{index}.npy", array.numpy())
        with torch.no_grad():
            np.save(scratch / "output0.npy", module.eval()(*inputs).numpy())
        importing.write_bytecode(imported_text(recipe, module, inputs), scratch / "model.mlirbc")
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
