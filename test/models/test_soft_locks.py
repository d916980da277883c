"""Soft locks on real models: what stays in float32 and what is left in fewer bits.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re
import subprocess

import import_models
import networks
import numpy as np
import pytest
import torch

from hwlock import attacks, importing

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"
# Largest change of an output, relative to the largest.
DRIFT = 5e-4
# Of ten digits, and what was aimed at: five points above.
CHANCE = 0.1 + 0.05
# What formats, and weights rounded alone, leave instead (docs/SoftLocks.md).
NEARLY_CHANCE = 0.1 + 0.1

NETWORKS = pytest.mark.parametrize(
    "name",
    [
        "digits-b450",
        "digits-onnx-dynamic",
        "gpt",
        "gpt-onnx",
        "llama",
        "llama-onnx",
        pytest.param("minilm", marks=pytest.mark.slow),
        pytest.param("mobilenetv2", marks=pytest.mark.slow),
        pytest.param("resnet18", marks=pytest.mark.slow),
    ],
)


def rewritten(build, model, output, *passes):
    """`model` after passes of hwlock-opt; what they remark."""
    process = subprocess.run(
        [build / "bin/hwlock-opt", model, *passes, "--emit-bytecode", "-o", output],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return process.stderr


def run(hwlock, model, inputs, folder):
    output = folder / "output.npy"
    hwlock.check("run", model, "--input", *inputs, "--output", output)
    return np.load(output)


def drift(result, expected):
    return np.abs(result - expected).max() / np.abs(expected).max()


@NETWORKS
def test_the_same_in_float32(name, hwlock, build, tmp_path):
    folder = import_models.import_model(name, build / "models")
    model, inputs = folder / "model.mlirbc", sorted(folder.glob("input*.npy"))
    expected = run(hwlock, model, inputs, tmp_path)

    scaled = tmp_path / "scaled.mlirbc"
    remarks = rewritten(build, model, scaled, "--hwlock-po2-scale=seed=1")
    assert "remark: scaled the outputs of" in remarks
    assert scaled.read_bytes() != model.read_bytes()
    assert run(hwlock, scaled, inputs, tmp_path).tobytes() == expected.tobytes()

    soft = tmp_path / "soft.mlirbc"
    remarks = rewritten(build, model, soft, "--hwlock-soft-lock=seed=1")
    assert "remark: mixed" in remarks
    change = drift(run(hwlock, soft, inputs, tmp_path), expected)
    assert 0 < change < DRIFT


@pytest.mark.slow
@pytest.mark.parametrize("name", ["minilm-dynamic", "minilm-onnx-dynamic"])
def test_the_same_layers_with_a_dynamic_batch(name, hwlock, build, tmp_path):
    """Heads are made by tensor.reshape to a computed shape, and ONNX looks means up."""
    passes, fixed = "--hwlock-soft-lock=seed=1", tmp_path / "fixed.mlirbc"
    static = import_models.import_model("minilm", build / "models") / "model.mlirbc"
    expected = layers_of(rewritten(build, static, fixed, passes))
    folder = import_models.import_model(name, build / "models")
    model, soft = folder / "model.mlirbc", tmp_path / "soft.mlirbc"
    assert layers_of(rewritten(build, model, soft, passes)) == expected
    inputs = sorted(folder.glob("input*.npy"))
    change = drift(run(hwlock, soft, inputs, tmp_path), run(hwlock, model, inputs, tmp_path))
    assert 0 < change < DRIFT


# Layers of a decoder like LLaMA, two blocks and a head, after each pass.
RESIDUAL = "'linalg.generic' reads it and is not homogeneous"
LLAMA = {
    # Query, key, value, up. Not the gate, which SiLU reads, nor what a residual sum adds
    # to embeddings.
    "po2-scale": ["scaled 8", f"6 {RESIDUAL}", "1 the model returns it"],
    # Value, and the projection that reads it.
    "head-mix": [
        "mixed 2",
        "6 each channel meets a factor of its own, as in a rotary embedding or a gate",
        f"6 {RESIDUAL}",
        "1 the model returns it",
    ],
    # RMS norm subtracts no mean.
    "ln-null-in": [
        "15 its input is not known to be centred over channels, as behind a layer norm",
    ],
    "ln-null-out": [
        "6 'linalg.transpose' reads it and does not subtract the mean",
        "8 'linalg.generic' reads it and does not subtract the mean",
        "1 the model returns it",
    ],
    "pos-mix": ["15 its input may be below zero"],
    "out-mix": ["mixed 15"],
}


def layers_of(remarks):
    """What was done to how many layers, and why others stayed."""
    pattern = r"remark: (?:not \w+(?: before| behind)?|(\w+)).*?(\d+) layer\(s\).* of 'main'(?:: (.*))?"
    return [" ".join(filter(None, line)) for line in re.findall(pattern, remarks)]


@pytest.mark.parametrize("name", ["llama", "llama-onnx"])
@pytest.mark.parametrize("pass_", LLAMA)
def test_what_is_rewritten_in_a_decoder_like_llama(name, pass_, build, tmp_path):
    model = import_models.import_model(name, build / "models") / "model.mlirbc"
    remarks = rewritten(build, model, tmp_path / "soft.mlirbc", f"--hwlock-{pass_}=seed=1")
    assert layers_of(remarks) == LLAMA[pass_]


@pytest.mark.parametrize("through_onnx", [False, True])
def test_a_decoder_like_llama_with_a_dynamic_batch(through_onnx, build, tmp_path):
    """PyTorch repeats keys and values by a look-up of each element; test/Soft/look-up.mlir has
    that in a form that runs without a static shape for each value."""
    torch.manual_seed(1)
    network, tokens = networks.SmallLlama().eval(), torch.randint(0, 256, (3, 32))
    recipe = import_models.Recipe(None, dynamic_batch=True, through_onnx=through_onnx)
    model, soft = tmp_path / "model.mlirbc", tmp_path / "soft.mlirbc"
    importing.write_bytecode(import_models.imported_text(recipe, network, (tokens,)), model)
    for pass_ in ("po2-scale", "head-mix"):
        remarks = rewritten(build, model, soft, f"--hwlock-{pass_}=seed=1")
        assert layers_of(remarks) == LLAMA[pass_]


NOT_CENTRED = "its input is not known to be centred over channels, as behind a layer norm"
LEFT = "hwlock-head-mix takes its weight, and hwlock-ln-null-out what its layer norm reads"
# Layers that read a layer norm, by model: all, and those that are not left to
# hwlock-head-mix.
BEHIND_LAYER_NORM = {
    # Query, key and value, which are one; up; the head has its weight from the embedding.
    "gpt": (
        ["shifted 8", f"8 {NOT_CENTRED}", "1 its weight cannot be rewritten"],
        ["shifted 8", f"8 {NOT_CENTRED}", "1 its weight cannot be rewritten"],
    ),
    # ONNX copies that weight.
    "gpt-onnx": (
        ["shifted 9", f"8 {NOT_CENTRED}"],
        ["shifted 9", f"8 {NOT_CENTRED}"],
    ),
    "minilm-dynamic": (
        ["shifted 24", f"12 {NOT_CENTRED}"],
        ["shifted 6", f"18 {LEFT}", f"12 {NOT_CENTRED}"],
    ),
}


@pytest.mark.parametrize(
    "name", ["gpt", "gpt-onnx", pytest.param("minilm-dynamic", marks=pytest.mark.slow)]
)
def test_layers_behind_layer_norms(name, hwlock, build, tmp_path):
    folder = import_models.import_model(name, build / "models")
    model, soft = folder / "model.mlirbc", tmp_path / "soft.mlirbc"
    for options, layers in zip(("", " beside-head-mix=true"), BEHIND_LAYER_NORM[name], strict=True):
        remarks = rewritten(build, model, soft, f"--hwlock-ln-null-in=seed=1{options}")
        assert layers_of(remarks) == layers
    inputs = sorted(folder.glob("input*.npy"))
    change = drift(run(hwlock, soft, inputs, tmp_path), run(hwlock, model, inputs, tmp_path))
    assert 0 < change < DRIFT


@pytest.mark.parametrize("name", ["gpt", "gpt-onnx"])
def test_channels_are_flipped_before_gelu(name, hwlock, build, tmp_path):
    """One operation between reshapes through PyTorch, six through ONNX."""
    folder = import_models.import_model(name, build / "models")
    model, soft = folder / "model.mlirbc", tmp_path / "soft.mlirbc"
    assert "flipped 4" in layers_of(rewritten(build, model, soft, "--hwlock-flip-pair=seed=1"))
    outputs = run(hwlock, soft, [folder / "input0.npy"], tmp_path)
    change = drift(outputs, np.load(folder / "output0.npy"))
    assert 0 < change < DRIFT


def test_one_amplifier_at_a_layer_norm(build, tmp_path):
    """What is added to a residual stream reaches all layer norms behind it."""
    model = import_models.import_model("gpt", build / "models") / "model.mlirbc"
    passes = ["--hwlock-ln-null-in=seed=1", "--hwlock-ln-null-out=seed=1"]
    alone = rewritten(build, model, tmp_path / "soft.mlirbc", passes[1])
    assert layers_of(alone)[0] == "shifted 8"
    beside = rewritten(build, model, tmp_path / "soft.mlirbc", *passes)
    # All that write the stream but the last, of which only the head reads, whose weight stays.
    assert "7 hwlock-ln-null-in amplifies what reads the same layer norm" in layers_of(beside)
    assert "shifted 1" in layers_of(beside)


def test_share_of_a_decoder_that_needs_float32(build, tmp_path):
    model = import_models.import_model("llama", build / "models") / "model.mlirbc"
    remarks = rewritten(build, model, tmp_path / "soft.mlirbc", "--hwlock-soft-lock=seed=1")
    # All but the two products of attention: of each token, per block, query, key, value,
    # projection, gate, up and down, and the head. Matrices of four columns are inserted
    # behind all but value and projection.
    width, hidden, length, words, mixed = 64, 160, 32, 256, 4
    block = width * (64 + 32 + 32 + 64) + 3 * width * hidden
    inserted = mixed * (2 * (64 + 32 + 2 * hidden + width) + words)
    locked = length * (2 * block + words * width + inserted)
    rest = 2 * length * 2 * length * width
    share = 100 * locked / (locked + rest)
    expected = f"{share:.1f} % of the multiply-accumulates need float32 now, {locked} of"
    assert f"{expected} {locked + rest}\n" in remarks


@pytest.fixture(scope="module")
def battery(build, tmp_path_factory):
    """Attacks on the digits network after a pass; without one as it is."""
    images, labels = np.load(EXAMPLE / "images.npy"), np.load(EXAMPLE / "labels.npy")
    folder = tmp_path_factory.mktemp("soft")

    def attack(*passes):
        output = folder / "model.mlirbc"
        rewritten(build, EXAMPLE / "model.mlir", output, *passes)
        return attacks.battery(output, images, labels)

    return attack


def test_digits_under_attack(battery):
    plain, soft = battery(), battery("--hwlock-soft-lock=seed=1")
    assert soft.accuracy == plain.accuracy > 0.97
    assert plain.best("T1").accuracy > 0.97
    assert soft.best("T0").accuracy < NEARLY_CHANCE
    assert soft.best("T1").accuracy < NEARLY_CHANCE
    integers = [row for row in soft.rows if row.rounds == "weights and inputs"]
    assert max(row.accuracy for row in integers if row.tier == "T1") < CHANCE


def test_scales_alone_are_undone(battery):
    rows = {
        (row.attack, row.rounds): row.accuracy
        for row in battery("--hwlock-po2-scale=seed=1").rows
    }
    assert rows["int8 per channel", "weights and inputs"] < CHANCE
    assert rows["fp16", "weights and inputs"] < CHANCE
    # As the page says.
    assert rows["bf16", "weights and inputs"] > 0.97
    assert rows["CLE, nearest", "weights and inputs"] > 0.97


@pytest.mark.slow
def test_minilm_in_bfloat16(build, tmp_path):
    """Cosine to the embedding of float32: what is left of the direction."""
    folder = import_models.import_model("minilm", build / "models")
    inputs = [np.load(path) for path in sorted(folder.glob("input*.npy"))]
    bfloat16 = next(attack for attack in attacks.ATTACKS if attack.name == "bf16")

    def cosine(model):
        study = attacks.Study(model, inputs)
        found = study.predict(bfloat16.apply(study), inputs)
        return float((found * np.load(folder / "output0.npy")).sum())

    soft = tmp_path / "soft.mlirbc"
    rewritten(build, folder / "model.mlirbc", soft, "--hwlock-soft-lock=seed=1")
    assert cosine(folder / "model.mlirbc") > 0.99
    assert cosine(soft) < 0.3


def test_below_a_hard_lock(hwlock, build, profile, foreign_profile, tmp_path):
    images = EXAMPLE / "images.npy"
    expected = run(hwlock, EXAMPLE / "model.mlir", [images], tmp_path)
    locked = tmp_path / "locked.mlirbc"
    options = ("-o", locked, "--resist", "quantization,pruning")
    hwlock.check("lock", EXAMPLE / "model.mlir", *options, "-p", profile)
    assert 0 < drift(run(hwlock, locked, [images], tmp_path), expected) < DRIFT

    hwlock.check("lock", EXAMPLE / "model.mlir", *options, "-p", foreign_profile)
    assert hwlock.call("run", locked, "--input", images).returncode == 3


def test_garbage_takes_no_soft_lock(hwlock, profile, tmp_path):
    process = hwlock.call(
        "lock", EXAMPLE / "model.mlir", "-o", tmp_path / "locked.mlir", "-p", profile,
        "--resist", "pruning", "--on-mismatch", "garbage",
    )  # fmt: skip
    assert process.returncode == 1
    assert "cannot be combined" in process.stderr
