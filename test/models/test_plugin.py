"""torch-mlir's own pipeline, then the stock mlir-opt with hwlock's plug-in.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import shutil
import subprocess

import numpy as np
import pytest
import torch
from torch import nn
from torch_mlir import fx


@pytest.fixture
def plugged(build) -> list[str]:
    """mlir-opt of LLVM, which knows hwlock as a plug-in."""
    plugin, stock = build / "lib/HwlockPlugin.so", shutil.which("mlir-opt-22")
    assert plugin.exists() and stock
    return [stock, f"--load-dialect-plugin={plugin}", f"--load-pass-plugin={plugin}"]


def test_what_torch_mlir_writes_is_locked(hwlock, profile, plugged, tmp_path):
    torch.manual_seed(1)
    module = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 10))
    image = torch.randn(2, 1, 8, 8)
    imported = fx.export_and_import(
        module.requires_grad_(False).eval(), image,
        output_type="linalg-on-tensors", func_name="main",
    )
    model, locked = tmp_path / "model.mlir", tmp_path / "locked.mlir"
    model.write_text(imported.operation.get_asm())
    pipeline = f"--pass-pipeline=builtin.module(lock-model{{profile={profile}}})"
    subprocess.run([*plugged, pipeline, model, "-o", locked], check=True)

    assert locked.read_text().count("hwlock.sealed") == 4
    inputs = tmp_path / "input.npy"
    np.save(inputs, image.numpy())
    expected = module(image).numpy()
    result = hwlock.run_model(locked, inputs)
    assert np.abs(result - expected).max() <= 1e-5 * np.abs(expected).max()
    assert result.tobytes() == hwlock.run_model(model, inputs).tobytes()
