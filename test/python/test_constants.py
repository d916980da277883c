"""hwlock.constants: reading the weights of a model, and writing it with others.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib

import numpy as np
import pytest

import hwlock
from hwlock.model_text import without_checksum

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"
MODEL = EXAMPLE / "model.mlir"
DENSE = "torch_tensor_10_64_torch.float32"

KINDS = """
func.func @main(%x: tensor<2x2xf32>) -> (tensor<2x2xf32>, tensor<3xi64>, tensor<2xbf16>, tensor<4xf32>) {
  %splat = arith.constant dense<2.0> : tensor<2x2xf32>
  %table = arith.constant dense<[7, 8, 9]> : tensor<3xi64>
  %scalar = arith.constant 1.0 : f32
  %half = arith.constant dense<[1.0, 2.0]> : tensor<2xbf16>
  %mask = arith.constant dense<[true, false]> : tensor<2xi1>
  %shared = arith.constant dense_resource<constant_1> : tensor<4xf32>
  %again = arith.constant dense_resource<constant_1> : tensor<4xf32>
  %init = tensor.empty() : tensor<2x2xf32>
  %y = linalg.mul ins(%x, %splat : tensor<2x2xf32>, tensor<2x2xf32>)
                  outs(%init : tensor<2x2xf32>) -> tensor<2x2xf32>
  %start = tensor.empty() : tensor<4xf32>
  %sum = linalg.add ins(%shared, %again : tensor<4xf32>, tensor<4xf32>)
                    outs(%start : tensor<4xf32>) -> tensor<4xf32>
  return %y, %table, %half, %sum
      : tensor<2x2xf32>, tensor<3xi64>, tensor<2xbf16>, tensor<4xf32>
}
{-# dialect_resources: { builtin: {
  constant_1: "0x040000000000803F000000400000404000008040"
} } #-}
"""


@pytest.fixture
def kinds(tmp_path):
    path = tmp_path / "kinds.mlir"
    path.write_text(KINDS)
    return path


def test_constants_of_the_example():
    constants = hwlock.read_constants(MODEL)
    assert len(constants) == 8
    assert constants[DENSE].shape == (10, 64)
    assert constants[DENSE].dtype == np.float32
    assert constants.types[DENSE].element == "f32"
    assert not constants[DENSE].flags.writeable
    with pytest.raises(KeyError):
        constants["weight"]


@pytest.mark.parametrize("ending", ["mlir", "mlirbc"])
def test_replaced_weights_are_what_runs(tmp_path, ending):
    """Twice the last layer gives twice the scores; the others stay as they are."""
    before = hwlock.read_constants(MODEL)
    changed = tmp_path / f"changed.{ending}"
    twice = {name: 2 * before[name] for name in (DENSE, "torch_tensor_10_torch.float32")}
    hwlock.replace_constants(MODEL, changed, twice)
    after = hwlock.read_constants(changed)
    assert list(after) == list(before)
    for name, array in before.items():
        np.testing.assert_array_equal(after[name], twice.get(name, array))
    images = np.load(EXAMPLE / "images.npy")
    np.testing.assert_allclose(
        hwlock.load(changed).run(images), 2 * np.load(EXAMPLE / "scores.npy"), rtol=1e-4, atol=1e-4
    )


def test_bytecode_on_request(tmp_path):
    hwlock.replace_constants(MODEL, tmp_path / "model", {}, bytecode=True)
    assert (tmp_path / "model").read_bytes()[:4] == b"ML\xefR"


def test_kinds_of_constants(kinds, tmp_path):
    """Splats are written out, what shares a resource is one, names do not clash."""
    constants = hwlock.read_constants(kinds)
    assert list(constants) == ["constant_0", "constant_1_", "constant_2", "constant_1"]
    np.testing.assert_array_equal(constants["constant_0"], np.full((2, 2), 2, np.float32))
    np.testing.assert_array_equal(constants["constant_1_"], [7, 8, 9])
    assert constants.types["constant_2"].element == "bf16"
    with pytest.raises(hwlock.InputError, match="NumPy has no type for bf16"):
        constants["constant_2"]
    new = {
        "constant_0": np.arange(4, dtype=np.float32).reshape(2, 2),
        "constant_1_": np.full(3, 5),
        "constant_1": np.array([4, 3, 2, 1], np.float32),
    }
    hwlock.replace_constants(kinds, tmp_path / "new.mlir", new)
    read = hwlock.read_constants(tmp_path / "new.mlir")
    for name, array in new.items():
        np.testing.assert_array_equal(read[name], array)
    # Both users of the resource see the new one.
    text = (tmp_path / "new.mlir").read_text()
    assert text.count("dense_resource<constant_1>") == 2


def test_small_constants_stay_in_the_text_and_large_ones_do_not(tmp_path):
    source = tmp_path / "large.mlir"
    source.write_text(
        "func.func @main() -> (tensor<400xf32>, tensor<3xf32>) {\n"
        "  %a = arith.constant dense<1.0> : tensor<400xf32>\n"
        "  %b = arith.constant dense<1.0> : tensor<3xf32>\n"
        "  return %a, %b : tensor<400xf32>, tensor<3xf32>\n}\n"
    )
    large, small = np.arange(400, dtype=np.float32), np.arange(3, dtype=np.float32)
    constants = hwlock.read_constants(source)
    constants.replace({"constant_0": large, "constant_1": small})
    # What was replaced is read back, and can be replaced again.
    np.testing.assert_array_equal(constants["constant_1"], small)
    constants.replace({"constant_0": -large})
    constants.write(tmp_path / "new.mlir")
    text = (tmp_path / "new.mlir").read_text()
    assert "dense_resource<constant_0>" in text
    assert "dense<[0.000000e+00, 1.000000e+00, 2.000000e+00]>" in text
    again = hwlock.read_constants(tmp_path / "new.mlir")
    np.testing.assert_array_equal(again["constant_0"], -large)
    np.testing.assert_array_equal(again["constant_1"], small)


@pytest.mark.parametrize("ending", ["mlir", "mlirbc"])
def test_constants_of_a_compiled_model(tmp_path, ending):
    """Kept ones can be replaced; the others stay part of the code."""
    constants = hwlock.read_constants(MODEL)
    bias = "torch_tensor_10_torch.float32"
    constants.keep([DENSE, bias])
    constants.write(tmp_path / f"kept.{ending}")
    model = hwlock.load(tmp_path / f"kept.{ending}")
    assert model.constants == {name: constants.types[name] for name in (DENSE, bias)}
    images = np.load(EXAMPLE / "images.npy")
    scores = model.run(images)
    assert scores.tobytes() == hwlock.load(MODEL).run(images).tobytes()
    model.replace({name: 2 * constants[name] for name in (DENSE, bias)})
    assert model.run(images).tobytes() == (2 * scores).tobytes()
    # All or none.
    zero = np.zeros((10, 64), np.float32)
    with pytest.raises(hwlock.InputError, match="a constant is replaced by one of the same type"):
        model.replace({DENSE: zero, bias: np.zeros(9, np.float32)})
    with pytest.raises(hwlock.UsageError, match="the model has no constant 'weight'"):
        model.replace({DENSE: zero, "weight": zero})
    assert model.run(images).tobytes() == (2 * scores).tobytes()
    model.replace({name: constants[name].T.copy().T for name in (DENSE, bias)})
    assert model.run(images).tobytes() == scores.tobytes()


def test_splats_and_shared_constants_of_a_compiled_model(tmp_path):
    """One resource that two constants read is one to replace; what nothing reads is none."""
    path = tmp_path / "kinds.mlir"
    unused = "  %unused = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>\n"
    kinds = KINDS.replace(", tensor<2xbf16>, ", ", ").replace("%half, ", "")
    path.write_text(kinds.replace("  %init", unused + "  %init", 1))
    constants = hwlock.read_constants(path)
    constants.keep(constants)
    constants.write(tmp_path / "kept.mlir")
    assert list(hwlock.read_constants(tmp_path / "kept.mlir")) == list(constants)
    model = hwlock.load(tmp_path / "kept.mlir")
    assert set(model.constants) == {"constant_0", "constant_1_", "constant_1"}
    x = np.arange(4, dtype=np.float32).reshape(2, 2)
    new = {"constant_0": x, "constant_1_": np.array([1, 2, 3]), "constant_1": x.reshape(4) + 1}
    for arrays in ({}, new, {"constant_1_": np.array([4, 5, 6])}):
        model.replace(arrays)
        constants.replace(arrays)
        product, table, total = model.run(x)
        np.testing.assert_array_equal(product, x * constants["constant_0"])
        np.testing.assert_array_equal(table, constants["constant_1_"])
        np.testing.assert_array_equal(total, 2 * constants["constant_1"])


def test_models_without_constants_to_replace(profile, tmp_path):
    constants = hwlock.read_constants(MODEL)
    with pytest.raises(hwlock.UsageError, match="the model has no constant 'weight'"):
        constants.keep(["weight"])
    assert hwlock.load(MODEL).constants == {}
    constants.keep([DENSE])
    constants.write(tmp_path / "kept.mlir")
    locked = hwlock.lock(tmp_path / "kept.mlir", tmp_path / "locked.mlir", profiles=[profile])
    model = hwlock.load(locked)
    assert model.constants == {}
    with pytest.raises(hwlock.UsageError, match="it has none"):
        model.replace({DENSE: constants[DENSE]})
    images = np.load(EXAMPLE / "images.npy")
    scores = model.run(images)
    model.replace({})
    assert model.run(images).tobytes() == scores.tobytes()


@pytest.mark.parametrize(
    "arrays, error, message",
    [
        ({"weight": np.zeros(2)}, hwlock.UsageError, "the model has no constant 'weight'"),
        ({DENSE: np.zeros((64, 10), np.float32)}, hwlock.InputError, r"found float32 of shape \(64, 10\)"),
        ({DENSE: np.zeros((10, 64))}, hwlock.InputError, "found float64"),
    ],
)  # fmt: skip
def test_wrong_arrays(tmp_path, arrays, error, message):
    with pytest.raises(error, match=message) as raised:
        hwlock.replace_constants(MODEL, tmp_path / "new.mlir", arrays)
    assert raised.value.hints
    assert not list(tmp_path.iterdir())


def test_wrong_arrays_change_nothing():
    constants = hwlock.read_constants(MODEL)
    zero = np.zeros((10, 64), np.float32)
    with pytest.raises(hwlock.UsageError):
        constants.replace({DENSE: zero, "weight": zero})
    assert constants[DENSE].any()


def test_compiled_half_checks_sizes():
    native = hwlock.read_constants(MODEL)._native
    with pytest.raises(hwlock.UsageError, match="has .* bytes, found 3"):
        native.replace(0, b"abc")
    with pytest.raises(hwlock.UsageError, match="the model has no constant 99"):
        native.replace(99, b"")
    with pytest.raises(hwlock.UsageError, match="the model has no constant 99"):
        native.keep(99)
    with pytest.raises(IndexError):
        native.data(99)


def test_compiled_half_checks_replacements(tmp_path):
    constants = hwlock.read_constants(MODEL)
    constants.keep([DENSE])
    constants.write(tmp_path / "kept.mlir")
    native = hwlock.load(tmp_path / "kept.mlir")._native
    native.replace([], [])
    with pytest.raises(hwlock.UsageError, match="has 2560 bytes, found 3"):
        native.replace([0], [b"abc"])
    with pytest.raises(hwlock.UsageError, match="no constant 1 that can be replaced"):
        native.replace([1], [b"abc"])
    with pytest.raises(ValueError, match="one array for each index"):
        native.replace([0], [])


def test_locked_model(profile, tmp_path):
    locked = hwlock.lock(MODEL, tmp_path / "locked.mlir", profiles=[profile])
    with pytest.raises(hwlock.InputError, match="is locked: its weights are sealed") as raised:
        hwlock.read_constants(locked)
    assert raised.value.hints == ["give the model that was locked"]


def test_elided_constants(tmp_path):
    model = tmp_path / "elided.mlir"
    model.write_text(without_resources(MODEL.read_text()))
    with pytest.raises(hwlock.InputError, match="the bytes of resource .* are missing") as raised:
        hwlock.read_constants(model)
    assert "elided" in raised.value.hints[0]


def without_resources(text: str) -> str:
    body, _, _ = text.partition("{-#")
    return body


def test_output_over_the_input(tmp_path):
    hwlock.replace_constants(MODEL, tmp_path / "model.mlir", {})
    with pytest.raises(hwlock.UsageError, match="is the input"):
        hwlock.replace_constants(tmp_path / "model.mlir", tmp_path / "model.mlir", {})


def test_not_a_model(profile, tmp_path):
    with pytest.raises(hwlock.InputError, match="is a profile"):
        hwlock.read_constants(profile)
    with pytest.raises(hwlock.InputError):
        hwlock.read_constants(tmp_path / "missing.mlir")


def test_text_of_hwlock_can_be_edited_by_hand(tmp_path):
    """The checksum is an accident's guard, and no lock."""
    hwlock.replace_constants(MODEL, tmp_path / "model.mlir", {})
    text = without_checksum((tmp_path / "model.mlir").read_text())
    (tmp_path / "edited.mlir").write_text(text)
    assert len(hwlock.read_constants(tmp_path / "edited.mlir")) == 8
