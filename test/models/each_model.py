"""Runs a test for each model.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import import_models
import pytest

SLOW = {"minilm", "resnet18", "mobilenetv2"}

each_model = pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow if name in SLOW else ())
        for name in import_models.MODELS
    ],
)
