"""The package hwlock: enroll, lock, load, run, inspect.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import logging
import pathlib
import subprocess
import sys
import threading

import numpy as np
import pytest

import hwlock

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"
MODEL = EXAMPLE / "model.mlir"

TWICE = """
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %w = arith.constant dense<[2.0, 3.0]> : tensor<2xf32>
  %y = linalg.mul ins(%x, %w : tensor<2xf32>, tensor<2xf32>)
                  outs(%x : tensor<2xf32>) -> tensor<2xf32>
  return %y : tensor<2xf32>
}
func.func @both(%x: tensor<2xi32>, %on: tensor<i1>) -> (tensor<2xi32>, tensor<i1>) {
  return %x, %on : tensor<2xi32>, tensor<i1>
}
"""


@pytest.fixture(scope="module")
def images():
    return np.load(EXAMPLE / "images.npy")


@pytest.fixture(scope="module")
def locked(profile, tmp_path_factory):
    path = tmp_path_factory.mktemp("api") / "locked.mlirbc"
    return hwlock.lock(MODEL, path, profiles=[profile])


@pytest.fixture(scope="module")
def twice(profile, tmp_path_factory):
    """A small model, from text."""
    path = tmp_path_factory.mktemp("api") / "twice.mlir"
    return hwlock.load(hwlock.lock(TWICE, path, profiles=[profile]))


def test_import_is_light():
    """Neither NumPy nor the compiled half, which brings LLVM."""
    program = (
        "import sys, hwlock\n"
        "heavy = {'numpy', 'torch', 'onnx', 'iree', 'hwlock._hwlock'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)\n"
    )
    folder = pathlib.Path(hwlock.__file__).parents[1]
    subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONPATH": str(folder)})


def test_version_is_that_of_the_library():
    from hwlock import _hwlock

    assert hwlock.__version__ == _hwlock.version


def test_enrolled_profile(tmp_path):
    seen = []
    profile = hwlock.enroll(
        tmp_path / "here.hwp",
        sources="precision",
        name="bench 3",
        progress=lambda done, all: seen.append((done, all)),
    )
    assert profile.path.stat().st_mode & 0o777 == 0o600
    assert profile.name == "bench 3"
    assert profile.sources == ("precision",)
    assert 0 < profile.guessing_bits < 128
    assert "aes" in profile.cpu_features or "sse4.1" in profile.cpu_features
    assert seen == [(done, len(seen)) for done in range(1, len(seen) + 1)]


def test_locked_model_computes_the_same_bits(locked, images):
    expected = hwlock.load(MODEL).run(images)
    np.testing.assert_array_equal(hwlock.load(locked).run(images), expected)
    assert expected.shape == (450, 10) and expected.dtype == np.float32


def test_report(locked):
    facts = hwlock.inspect(locked)
    assert facts["locked"] and facts["policy"] == "error"
    assert locked.weights == len(facts["weights"]) == 8
    assert locked.sealed_bytes == facts["sealed_bytes"]
    assert locked.class_bound
    assert hwlock.inspect(MODEL)["locked"] is False


def test_what_was_remarked_is_logged(profile, tmp_path, caplog):
    with caplog.at_level(logging.INFO, "hwlock"):
        hwlock.lock(MODEL, tmp_path / "locked.mlir", profiles=profile)
    assert any("class-bound" in record.getMessage() for record in caplog.records)


def test_model_in_memory(twice):
    assert twice.run(np.array([1, 2], np.float32)).tolist() == [2, 6]


def test_functions_and_their_types(twice):
    assert set(twice.functions) == {"main", "both"}
    x, on = twice.functions["both"].inputs
    assert (x.element, x.shape, x.dtype) == ("i32", (2,), np.int32)
    assert (on.element, on.shape, on.dtype) == ("i1", (), np.bool_)


def test_two_outputs_a_scalar_and_any_sign(twice):
    numbers, on = twice.run(np.array([1, 1 << 31], np.uint32), True, function="both")
    assert numbers.tolist() == [1, -(1 << 31)] and on.shape == () and on


def test_arrays_that_are_not_dense(twice):
    every_other = np.arange(4, dtype=np.float32)[::2]
    assert twice.run(every_other).tolist() == [0, 6]
    assert every_other.tolist() == [0, 2]


@pytest.mark.parametrize(
    "arrays, function, error, text",
    [
        ([], "main", hwlock.UsageError, "'main' has 1 input(s), found 0"),
        ([1], "other", hwlock.UsageError, "no public function 'other'"),
        ([np.zeros(3, np.float32)], "main", hwlock.InputError, "float32 of shape (2,), found"),
        ([np.zeros(2)], "main", hwlock.InputError, "found float64"),
        ([["a", "b"]], "main", hwlock.InputError, "input 0"),
    ],
)
def test_arguments_of_run_are_checked(twice, arrays, function, error, text):
    with pytest.raises(error) as raised:
        twice.run(*arrays, function=function)
    assert text in raised.value.message


def test_the_library_checks_sizes_itself(twice):
    """Whatever hwlock/models.py lets through."""
    short = np.zeros(1, np.float32)
    with pytest.raises(hwlock.UsageError, match="input 0 has 4 bytes, expected 8"):
        twice._native.run(0, [short], [np.zeros(2, np.float32)])
    with pytest.raises(hwlock.UsageError, match="no function 9"):
        twice._native.run(9, [], [])
    frozen = np.zeros(2, np.float32)
    frozen.flags.writeable = False
    with pytest.raises(ValueError):
        twice._native.run(0, [np.zeros(2, np.float32)], [frozen])


def test_threads_take_turns(twice):
    """Each gets the results of its own inputs."""
    wrong = []

    def work(number):
        for _ in range(200):
            x = np.full(2, number, np.float32)
            if twice.run(x).tolist() != [2 * number, 3 * number]:
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
