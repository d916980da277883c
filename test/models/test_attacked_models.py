"""Attacks on real models: code that is compiled once gives the bits of a model compiled anew.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import import_models
import numpy as np
import pytest

import hwlock
from hwlock import attacks
from hwlock.attacks import toolkits


@pytest.mark.parametrize(
    "name",
    [
        "gpt",
        pytest.param("minilm", marks=pytest.mark.slow),
        pytest.param("mobilenetv2", marks=pytest.mark.slow),
        pytest.param("resnet18", marks=pytest.mark.slow),
    ],
)
def test_the_bits_of_a_model_compiled_anew(name, build, tmp_path):
    folder = import_models.import_model(name, build / "models")
    model = folder / "model.mlirbc"
    inputs = [np.load(path) for path in sorted(folder.glob("input*.npy"))]
    study = attacks.Study(model, inputs)
    rounded = toolkits.nearest()(study)
    results = [study.predict(c, inputs) for c in (attacks.Candidate({}), rounded)]
    hwlock.replace_constants(model, tmp_path / "rounded.mlirbc", rounded.constants)
    assert results[0].tobytes() == hwlock.load(model).run(*inputs).tobytes()
    assert results[1].tobytes() == hwlock.load(tmp_path / "rounded.mlirbc").run(*inputs).tobytes()
    assert results[0].tobytes() != results[1].tobytes()
