"""What attacks exchange in a compiled model is what would be compiled into it.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib

import numpy as np
import pytest

import hwlock
from hwlock import attacks
from hwlock.attacks import forms, toolkits
from hwlock.attacks.batches import run_in_batches
from hwlock.attacks.forms import Forms

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"
MODEL = EXAMPLE / "model.mlir"
IMAGES = np.load(EXAMPLE / "images.npy")

#: Constants that code generation would take into the code: a bias of zeros, a scale with
#: one element; two that are equal; and one that belongs to no layer and is a splat.
TRICKY = """
func.func @main(%x: tensor<2x1xf32>) -> tensor<2x2xf32> {
  %zero = arith.constant 0.0 : f32
  %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
  %w1 = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
  %w2 = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
  %bias = arith.constant dense<0.0> : tensor<2xf32>
  %three = arith.constant dense<3.0> : tensor<2x2xf32>
  %e = tensor.empty() : tensor<2x2xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<2x2xf32>) -> tensor<2x2xf32>
  %a = linalg.matmul ins(%x, %w0 : tensor<2x1xf32>, tensor<1x2xf32>)
                     outs(%z : tensor<2x2xf32>) -> tensor<2x2xf32>
  %b = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>,
                                        affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]}
      ins(%a, %bias : tensor<2x2xf32>, tensor<2xf32>) outs(%e : tensor<2x2xf32>) {
  ^bb0(%in: f32, %add: f32, %out: f32):
    %sum = arith.addf %in, %add : f32
    linalg.yield %sum : f32
  } -> tensor<2x2xf32>
  %c = linalg.matmul ins(%b, %w1 : tensor<2x2xf32>, tensor<2x2xf32>)
                     outs(%z : tensor<2x2xf32>) -> tensor<2x2xf32>
  %d = linalg.matmul ins(%c, %w2 : tensor<2x2xf32>, tensor<2x2xf32>)
                     outs(%z : tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = linalg.mul ins(%d, %three : tensor<2x2xf32>, tensor<2x2xf32>)
                  outs(%e : tensor<2x2xf32>) -> tensor<2x2xf32>
  return %y : tensor<2x2xf32>
}
"""
X = np.array([[1.0], [-0.5]], np.float32)


@pytest.fixture
def compilations(monkeypatch):
    """The modules that are compiled."""
    found = []
    load = forms._load
    monkeypatch.setattr(forms, "_load", lambda constants: found.append(1) or load(constants))
    return found


@pytest.fixture
def tricky(tmp_path) -> Forms:
    path = tmp_path / "tricky.mlir"
    path.write_text(TRICKY)
    return Forms(path)


def anew(found: Forms, probe, constants, inputs):
    """As if each change were compiled."""
    return run_in_batches(forms._load(found._changed(probe, constants)), inputs)


def assert_same(ours, theirs):
    assert [array.tobytes() for array in ours] == [array.tobytes() for array in theirs]


def test_the_model_as_it_was_found():
    """To the bit, and again after another was in its place."""
    study = attacks.Study(MODEL, [IMAGES[:60]])
    expected = hwlock.load(MODEL).run(IMAGES).tobytes()
    assert study.predict(attacks.Candidate({}), [IMAGES]).tobytes() == expected
    pruned = toolkits.weights_in(np.zeros_like)(study)
    assert study.predict(pruned, [IMAGES]).tobytes() != expected
    assert study.predict(attacks.Candidate({}), [IMAGES]).tobytes() == expected


def test_each_form_is_what_would_be_compiled():
    """To the bit, of weights, biases and the parameters of probes."""
    found = Forms(MODEL)
    study = attacks.Study(MODEL, [IMAGES[:60]], forms=found)
    for method in (
        toolkits.nearest_with_corrected_bias(),
        toolkits.smooth_quant(),
        toolkits.weights_in(lambda rows: rows / 3, "f16"),
        toolkits.weights_in(lambda rows: rows / 3, "bf16"),
    ):
        made = method(study)
        constants = dict(made.constants)
        for index, grid in enumerate(made.grids):
            for part in ("scale", "low", "high"):
                constants[f"input_{index}.{part}"] = getattr(grid, part)
        ours = found.run(made.rounding, constants, [IMAGES])
        assert_same(ours, anew(found, made.rounding, constants, [IMAGES]))
    exposed = found.run("expose", made.constants, [IMAGES[:450]])
    assert len(exposed) == 1 + len(found.layers.inputs)
    assert_same(exposed, anew(found, "expose", made.constants, [IMAGES[:450]]))


def test_a_battery_compiles_once_for_each_way_to_read_inputs(compilations):
    named = [attack for attack in attacks.ATTACKS if attack.name in
             ("int8 per channel", "bias correction", "CLE, nearest", "CLE, bias correction")]  # fmt: skip
    assert len(named) == 8
    attacks.battery(MODEL, IMAGES, attacks=named)
    # As they are, as integers, and shown to the attacker.
    assert len(compilations) == 3


@pytest.mark.parametrize("probe", [None, "integer", "bf16", "expose"])
def test_constants_that_would_be_part_of_the_code(tricky, probe, compilations):
    layers = tricky.layers.layers
    assert layers[0].bias and layers[1].weight != layers[2].weight
    changed = {
        layers[0].bias: np.array([5.0, -7.0], np.float32),
        layers[2].weight: np.array([[2.0, 0.5], [-1.0, 0.25]], np.float32),
    }
    if probe == "integer":
        changed |= {"input_0.scale": np.array([0.25], np.float32)}
    for constants in ({}, changed, {}):
        ours = tricky.run(probe, constants, [X])
        assert len(compilations) == 1
        assert_same(ours, anew(tricky, probe, constants, [X]))
        compilations.pop()
    if probe is None:
        assert_same(tricky.run(None, {}, [X]), [hwlock.load(tricky.path).run(X)])


def test_what_is_part_of_the_code_is_compiled_into_it(tricky, compilations):
    """A splat that no layer has; and others changed with it."""
    weight = tricky.layers.layers[0].weight
    (splat,) = (name for name in tricky.original if (tricky.original[name] == 3).all())
    before = tricky.run(None, {}, [X])[0]
    for factor in (2, 4):
        changed = {
            splat: np.full((2, 2), 3 * factor, np.float32),
            weight: tricky.original[weight] * np.float32(2),
        }
        (after,) = tricky.run(None, changed, [X])
        np.testing.assert_array_equal(after, before * 2 * factor)
    assert len(compilations) == 3
    assert_same(tricky.run(None, {}, [X]), [before])


def test_no_such_constant(tricky):
    with pytest.raises(hwlock.UsageError, match="the model has no constant 'weight'"):
        tricky.run(None, {"weight": X}, [X])
