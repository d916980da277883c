"""hwlock.torch: modules locked, and called as if they were not.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
import pytest
import torch
from torch import nn

import hwlock as package
from hwlock.errors import NotAuthorisedError
from hwlock.torch import lock


class Heads(nn.Module):
    """Two results, one of them in a dictionary."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(1)
        self.body, self.head = nn.Linear(8, 16), nn.Linear(16, 3)

    def forward(self, x, scale):
        y = torch.relu(self.body(x * scale))
        return {"scores": self.head(y), "hidden": y}


@pytest.fixture
def inputs():
    torch.manual_seed(2)
    return torch.randn(4, 8), torch.randn(4, 8)


def assert_close(results: dict, expected: dict) -> None:
    assert results.keys() == expected.keys()
    for name, value in expected.items():
        assert results[name].dtype == value.dtype and results[name].shape == value.shape
        assert (results[name] - value).abs().max() <= 1e-5 * value.abs().max()


def test_compiled_module_is_called_like_the_module(profile, inputs):
    module = Heads()
    compiled = package.compile(module, inputs, [profile], dynamic_batch=True)
    assert_close(compiled(*inputs), module(*inputs))
    fewer = tuple(tensor[:2] for tensor in inputs)
    assert_close(compiled(*fewer), module(*fewer))


def test_compiled_module_fails_closed_elsewhere(foreign_profile, inputs):
    compiled = package.compile(Heads(), inputs, [foreign_profile])
    with pytest.raises(NotAuthorisedError):
        compiled(*inputs)


def test_lock_writes_a_file_that_this_machine_opens(hwlock, profile, inputs, tmp_path):
    locked = tmp_path / "locked.mlirbc"
    options = {"fingerprint": "precision", "on_mismatch": "garbage"}
    lock(Heads(), inputs, locked, profiles=[profile], **options)
    paths = [tmp_path / f"input{i}.npy" for i in range(2)]
    for path, tensor in zip(paths, inputs):
        np.save(path, tensor.numpy())
    outputs = [tmp_path / "a.npy", tmp_path / "b.npy"]
    hwlock.check("run", locked, "--input", *paths, "--output", *outputs)
    results = (torch.from_numpy(np.load(path)) for path in outputs)
    assert_close(dict(zip(("scores", "hidden"), results)), Heads()(*inputs))
