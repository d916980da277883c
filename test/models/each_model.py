"""Runs a test for each model.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import import_models
import pytest

# The others take less than ten seconds.
QUICK = ("digits", "mlp", "gpt", "llama")


def parameters(names):
    return [
        pytest.param(name, marks=() if name.startswith(QUICK) else pytest.mark.slow)
        for name in names
    ]


def each(names):
    return pytest.mark.parametrize("name", parameters(names))


each_network = each(import_models.NETWORKS)
