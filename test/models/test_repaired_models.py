"""Who knows all soft locks undoes them: int8 does to real models what it did before.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import subprocess

import import_models
import numpy as np
import pytest
import torch
from torch import nn

from hwlock.attacks import ATTACKS, Candidate, Study, equalise, toolkits
from hwlock.attacks.outputs import drift
from hwlock.attacks.repair_opposites import without_opposites
from hwlock.attacks.repaired import repaired
from hwlock.importing import write_bytecode

SAMPLES = 8
EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"


def samples(folder: pathlib.Path) -> list[np.ndarray]:
    """Random ones like those that the model was exported with."""
    rng = np.random.default_rng(0)
    found = []
    for path in sorted(folder.glob("input*.npy")):
        example = np.load(path)
        shape = (SAMPLES, *example.shape[1:])
        if example.dtype == np.float32:
            found.append(rng.standard_normal(shape).astype(np.float32))
        elif example.max() > 1:
            found.append(rng.integers(example.min(), example.max() + 1, shape, example.dtype))
        else:
            found.append(np.repeat(example[:1], SAMPLES, 0))
    return found


# Of larger ones scripts/evaluate soft tells; here they would take minutes.
@pytest.mark.parametrize(
    "name",
    ["digits-b450", "llama", pytest.param("gpt", marks=pytest.mark.slow)],
)
def test_repairs_undo_soft_locks(name, build, tmp_path):
    folder = import_models.import_model(name, build / "models")
    inputs = samples(folder)
    plain = Study(folder / "model.mlirbc", inputs)
    expected = plain.predict(Candidate({}), inputs)
    subprocess.run(
        [build / "bin/hwlock-opt", folder / "model.mlirbc", "--hwlock-soft-lock=seed=3",
         "--emit-bytecode", "-o", tmp_path / "locked.mlirbc"],
        check=True, capture_output=True,
    )  # fmt: skip
    locked = Study(tmp_path / "locked.mlirbc", inputs)
    after = locked.changed(repaired(locked))

    def int8(study):
        """Of weights and inputs, and after CLE: how far the outputs move."""
        study = study.changed(equalise(study.layers, study.weights))
        method = toolkits.with_integer_inputs(toolkits.nearest())
        return drift(study.predict(method(study), inputs), expected)

    before = int8(plain)
    assert int8(locked) > 3 * before
    assert int8(after) < 1.5 * before
    assert drift(after.predict(Candidate({}), inputs), expected) < 1e-3


(CLE,) = (
    attack
    for attack in ATTACKS
    if (attack.name, attack.rounds) == ("CLE, nearest", "weights and inputs")
)


# With its defaults flip-pair leaves most of this network: pooling keeps it from one of the
# three layers that it could take.
@pytest.mark.parametrize("lock", ["flip-pair=fraction=0.5 kappa=16384", "split-pair=kappa=4096"])
def test_a_repair_finds_pairs(lock, build, tmp_path):
    images, labels = np.load(EXAMPLE / "images.npy"), np.load(EXAMPLE / "labels.npy")
    subprocess.run(
        [build / "bin/hwlock-opt", EXAMPLE / "model.mlir", f"--hwlock-{lock} seed=1",
         "--hwlock-po2-scale=seed=2", "--emit-bytecode", "-o", tmp_path / "locked.mlirbc"],
        check=True, capture_output=True,
    )  # fmt: skip

    def int8(study):
        """Right choices with weights and inputs in int8, after equalisation."""
        outputs = study.predict(CLE.apply(study), [images])
        return float(np.mean(outputs.argmax(1) == labels))

    plain = int8(Study(EXAMPLE / "model.mlir", [images[:60]]))
    locked = Study(tmp_path / "locked.mlirbc", [images[:60]])
    found = without_opposites(locked)
    after = locked.changed(found)
    expected = Study(EXAMPLE / "model.mlir", [images[:60]]).predict(Candidate({}), [images])
    assert drift(after.predict(Candidate({}), [images]), expected) < 1e-3
    assert int8(locked) < 0.8 * plain
    assert int8(after) > plain - 0.01


@pytest.mark.parametrize("activation", ["gelu", "tanh", "silu"])
@pytest.mark.parametrize("through_onnx", [False, True])
def test_a_repair_finds_pairs_behind(activation, through_onnx, build, tmp_path):
    """Channels that were flipped are those of the reference again."""
    torch.manual_seed(1)
    middle = {"gelu": nn.GELU(), "tanh": nn.GELU("tanh"), "silu": nn.SiLU()}[activation]
    net = nn.Sequential(nn.Linear(24, 48), middle, nn.Linear(48, 8)).eval()
    samples = torch.randn(128, 24)
    model, locked_model = tmp_path / "model.mlirbc", tmp_path / "locked.mlirbc"
    recipe = import_models.Recipe(None, through_onnx=through_onnx)
    write_bytecode(import_models.imported_text(recipe, net, (samples,)), model)
    process = subprocess.run(
        [build / "bin/hwlock-opt", model, "--hwlock-flip-pair=seed=1", "--emit-bytecode",
         "-o", locked_model],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "flipped the outputs of 1 layer(s), 48 channel(s)" in process.stderr

    plain, locked = Study(model, [samples.numpy()]), Study(locked_model, [samples.numpy()])
    after = locked.changed(without_opposites(locked))

    def rows(study):
        """Weights and biases of all channels, in any order."""
        layer = study.layers.layers[0]
        found = np.c_[study.rows(layer)[:, :, 0], study.weight(layer.bias).reshape(-1)]
        return np.array(sorted(found[np.any(found != 0, 1)].tolist()))

    assert len(rows(locked)) == 48 + 12
    assert np.allclose(rows(after), rows(plain), atol=1e-6)

    (int8,) = (
        attack
        for attack in ATTACKS
        if (attack.name, attack.rounds) == ("int8 per channel", "weights")
    )
    expected = plain.predict(Candidate({}), [samples.numpy()])

    def damage(study):
        return drift(study.predict(int8.apply(study), [samples.numpy()]), expected)

    assert damage(locked) > 10 * damage(plain)
    assert damage(after) < 1.5 * damage(plain)
