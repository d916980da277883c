"""Compilers that optimise all they can keep what a soft lock has written and inserted:
hwlock's own, which has one level, LLVM's O3, and IREE's at O3 with data tiling.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Folding a mixing matrix into its neighbours, or storing weights in fewer bits, would make
bytes vanish. Reordering sums of products, or float16 within, would drift.
"""

import pathlib
import subprocess

import copied_blocks
import import_models
import iree_tools
import numpy as np
import pytest
from hwlock import read_constants
from hwlock.attacks.outputs import drift

# Relative to the largest output. Another order of summands draws other rounding errors
# from the same kappa, so that IREE's drift is not the one of hwlock's code.
DRIFT = 5e-4
NAMES = [
    "digits-b1",
    "gpt",
    pytest.param("mobilenetv2", marks=pytest.mark.slow),
]
# Without it MiniLM and larger batches do not compile, locked or not.
STACK = "--iree-llvmcpu-stack-allocation-limit=131072"


@pytest.fixture(scope="module", params=NAMES)
def models(request, build, tmp_path_factory):
    """A folder with the network as it was imported, and its soft-locked module."""
    folder = import_models.import_model(request.param, build / "models")
    soft = tmp_path_factory.mktemp("soft") / "soft.mlirbc"
    subprocess.run(
        [build / "bin/hwlock-opt", folder / "model.mlirbc", "--hwlock-soft-lock=seed=1",
         "--emit-bytecode", "-o", soft],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder, soft


def has_all_weights(compiled: pathlib.Path, soft: pathlib.Path) -> bool:
    """Whether the float32 constants are in the compiled file, byte for byte."""
    constants = read_constants(soft)
    names = [name for name, type_ in constants.types.items() if type_.element == "f32"]
    blocks = copied_blocks.keys([constants[name].tobytes() for name in names])
    assert len(blocks) > 1000
    return copied_blocks.count(blocks, np.fromfile(compiled, np.uint8)) >= len(blocks)


def test_native_code(models, hwlock, tmp_path):
    folder, soft = models
    library = tmp_path / "soft.so"
    hwlock.check("compile", soft, "-o", library)
    assert has_all_weights(library, soft)

    inputs, output, results = sorted(folder.glob("input*.npy")), tmp_path / "output.npy", []
    for model in (library, folder / "model.mlirbc"):
        hwlock.check("run", model, "--input", *inputs, "--output", output)
        results.append(np.load(output))
    found, expected = results
    assert 0 < drift(found, expected) < DRIFT


def test_iree(models, build, tmp_path):
    folder, soft = models
    modules = []
    for model in (soft, folder / "model.mlirbc"):
        modules.append(tmp_path / f"{len(modules)}.vmfb")
        subprocess.run(
            [build / "bin/hwlock-iree-compile", f"--iree-compile={iree_tools.COMPILER}", model,
             "-o", modules[-1], *iree_tools.CPU_FLAGS, *iree_tools.FASTEST_FLAGS, STACK],
            check=True, capture_output=True,
        )  # fmt: skip
    assert has_all_weights(modules[0], soft)
    inputs = sorted(folder.glob("input*.npy"))
    found, expected = (iree_tools.results(module, inputs) for module in modules)
    assert 0 < drift(found, expected) < DRIFT
