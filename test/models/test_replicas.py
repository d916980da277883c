"""Real models as modules of PyTorch compute what hwlock's native code does.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import import_models
import numpy as np
import pytest
import torch
from test_soft_locks import DRIFT, drift, rewritten

import hwlock
from hwlock.attacks import find_layers
from hwlock.attacks.replica import replica


@pytest.mark.parametrize(
    "name",
    [
        "digits-b450",
        "gpt",
        pytest.param("llama", marks=pytest.mark.slow),
        pytest.param("minilm", marks=pytest.mark.slow),
        pytest.param("mobilenetv2", marks=pytest.mark.slow),
        pytest.param("resnet18", marks=pytest.mark.slow),
    ],
)
def test_the_same_outputs(name, build, tmp_path):
    folder = import_models.import_model(name, build / "models")
    arrays = [np.load(path) for path in sorted(folder.glob("input*.npy"))]
    soft = tmp_path / "soft.mlirbc"
    rewritten(build, folder / "model.mlirbc", soft, "--hwlock-soft-lock=seed=1")
    # Locked, both round, in another order of sums: MobileNetV2 by 1.3e-3.
    for model, limit in ((folder / "model.mlirbc", 1e-5), (soft, 4 * DRIFT)):
        module = replica(model)
        with torch.no_grad():
            made = module(*map(torch.from_numpy, arrays)).numpy()
        # All that has a constant weight is a layer that toolchains know.
        layers = find_layers(hwlock.read_constants(model)).layers
        assert len(list(module.children())) == len(layers)
        assert drift(made, hwlock.load(model).run(*arrays)) < limit


def test_toolchains_keep_a_decoder(build):
    """One of each package, on attention, norms and embeddings."""
    toolchains = pytest.importorskip("hwlock.attacks.toolchains")
    folder = import_models.import_model("gpt", build / "models")
    arrays = [np.load(path) for path in sorted(folder.glob("input*.npy"))]
    module = replica(folder / "model.mlirbc")
    exact = toolchains.outputs_of(module, arrays)
    names = ("onnxruntime static, MinMax, per channel", "torchao dynamic int8", "quanto int8")
    for each in toolchains.installed():
        if each.name in names:
            assert 1e-4 < drift(each.run(module, arrays, arrays), exact) < 0.1, each.name
