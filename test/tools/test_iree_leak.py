"""The scan of hwlock-iree-compile against the leak that it is for: iree-compile runs
a decoder that it can see through and stores the weights.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re
import subprocess

import iree_tools
import numpy as np
import pytest
from hwlock import plaintext

pytest.importorskip("iree.compiler", reason="needs IREE's wheels (scripts/setup)")

FAKE_COMPILER = pathlib.Path(__file__).parents[1] / "Tools/Inputs/fake-iree-compile"
N = 64
HOST = "--iree-llvmcpu-target-cpu=host"
FLAGS = {
    "default": [HOST],
    "O3": [HOST, *iree_tools.FASTEST_FLAGS],
    # Packs the weights before it evaluates constants.
    "packed": [HOST, "--iree-opt-level=O3", "--iree-global-opt-data-tiling"],
}

# y = x * transpose(w), where decode() gives w.
MODEL = """
#id = affine_map<(i, j) -> (i, j)>
func.func @main(%x: tensor<8xNxf32>) -> tensor<8xNxf32> {
  %zero = arith.constant 0.0 : f32
  DECODE
  %e = tensor.empty() : tensor<8xNxf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<8xNxf32>) -> tensor<8xNxf32>
  %y = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>,
      affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>]
    ins(%x, %w : tensor<8xNxf32>, tensor<NxNxf32>)
    outs(%f : tensor<8xNxf32>) -> tensor<8xNxf32>
  return %y : tensor<8xNxf32>
}
"""

XOR = """
  %ct = arith.constant dense<CIPHERTEXT> : tensor<NxNxi32>
  %literal = arith.constant dense<KEY> : tensor<NxNxi32>
  BARRIER
  %room = tensor.empty() : tensor<NxNxf32>
  %w = linalg.generic {indexing_maps = [#id, #id, #id],
                       iterator_types = ["parallel", "parallel"]}
    ins(%ct, %key : tensor<NxNxi32>, tensor<NxNxi32>) outs(%room : tensor<NxNxf32>) {
  ^bb0(%c: i32, %k: i32, %o: f32):
    %p = arith.xori %c, %k : i32
    %float = arith.bitcast %p : i32 to f32
    linalg.yield %float : f32
  } -> tensor<NxNxf32>
"""


def hexadecimal(array):
    return f'"0x{array.tobytes().hex().upper()}"'


def model(decode):
    return re.sub(r"\bN(?=x)|(?<=x)N(?=x)", str(N), MODEL.replace("DECODE", decode))


def unprotected(weights, barrier):
    """A model that decodes its weights with a stream that is in the model."""
    key = np.random.default_rng(2).integers(0, 2**32, weights.shape, dtype=np.uint32)
    decode = XOR.replace("CIPHERTEXT", hexadecimal(weights.view(np.uint32) ^ key))
    decode = decode.replace("KEY", hexadecimal(key))
    if barrier:
        line = "%key = util.optimization_barrier %literal : tensor<NxNxi32>"
        return model(decode.replace("BARRIER", line))
    return model(decode.replace("BARRIER", "").replace("%key", "%literal"))


@pytest.fixture
def weights():
    normal = np.random.default_rng(1).standard_normal((N, N), dtype=np.float32)
    return np.ascontiguousarray(normal * np.float32(0.05))


def compile_and_scan(build, folder, text, weights, flags):
    """Exit code of the scan, windows and words that it found."""
    source, output = folder / "model.mlir", folder / "model.vmfb"
    source.write_text(text)
    np.save(folder / "w.npy", weights)
    iree_tools.compile_module(source, output, *flags)
    scan = [build / "bin/hwlock-test-scan", output, folder / "w.npy"]
    process = subprocess.run(scan, stdout=subprocess.PIPE, text=True)
    print(process.stdout)
    windows, words = re.match(r"(\d+) windows, (\d+) of", process.stdout).groups()
    return process.returncode, int(windows), int(words)


@pytest.mark.parametrize("flags", FLAGS)
def test_the_known_leak_is_found(flags, build, weights, tmp_path):
    text = unprotected(weights, barrier=False)
    code, windows, words = compile_and_scan(build, tmp_path, text, weights, FLAGS[flags])
    assert code == 5
    assert words == weights.size
    # Packed, the weights are in another order, and the words alone show them.
    assert (windows == 0) == (flags == "packed")


@pytest.mark.parametrize("flags", FLAGS)
def test_a_barrier_keeps_the_weights_out(flags, build, weights, tmp_path):
    text = unprotected(weights, barrier=True)
    code, windows, _ = compile_and_scan(build, tmp_path, text, weights, FLAGS[flags])
    assert (code, windows) == (0, 0)


def lock_and_compile(build, folder, profile, weights, *flags):
    """The source of a model with such weights, and what it becomes."""
    source, output = folder / "model.mlir", folder / "locked.vmfb"
    constant = f"%w = arith.constant dense<{hexadecimal(weights)}> : tensor<NxNxf32>"
    source.write_text(model(constant))
    command = [build / "bin/hwlock-iree-compile", f"--iree-compile={iree_tools.COMPILER}"]
    command += [f"--lock-model=profile={profile}", source, "-o", output, "--require-scan"]
    subprocess.run([*command, *iree_tools.CPU_FLAGS, *flags], check=True)
    return source, output


@pytest.mark.parametrize("flags", FLAGS)
def test_a_locked_model_is_clean(flags, build, profile, weights, tmp_path):
    _, output = lock_and_compile(build, tmp_path, profile, weights, *FLAGS[flags])
    wanted = plaintext.windows([weights.tobytes()])
    assert len(wanted) > 16000
    assert not plaintext.search(wanted, output.read_bytes())


def test_ciphertext_goes_to_an_archive(build, profile, weights, tmp_path):
    archive, x, plain = (tmp_path / name for name in ("ct.irpa", "x.npy", "plain.vmfb"))
    np.save(x, np.ones((8, N), dtype=np.float32))
    source, output = lock_and_compile(
        build, tmp_path, profile, weights, f"--locked-parameters={archive}"
    )
    assert archive.stat().st_size > weights.nbytes
    iree_tools.compile_module(source, plain)
    found = iree_tools.results(output, [x], f"--parameters=hwlock={archive}")
    assert found.tobytes() == iree_tools.results(plain, [x]).tobytes()


def test_a_leak_beside_an_archive_is_found(build, profile, weights, tmp_path):
    # Sealing into the archive must not take the weights from the search.
    source, leak = tmp_path / "model.mlir", tmp_path / "leak"
    constant = f"%w = arith.constant dense<{hexadecimal(weights)}> : tensor<NxNxf32>"
    source.write_text(model(constant))
    leak.write_bytes(weights.tobytes())
    process = subprocess.run(
        [
            build / "bin/hwlock-iree-compile", f"--lock-model=profile={profile}", source,
            f"--iree-compile={FAKE_COMPILER}", f"--fake-content={leak}",
            f"--locked-parameters={tmp_path / 'ct.irpa'}", "-o", tmp_path / "out",
        ],
        cwd=tmp_path, capture_output=True, text=True,
    )
    assert process.returncode == 5, process.stderr
    assert f"{weights.size} of {weights.size} words" in process.stderr
    assert not (tmp_path / "out").exists() and not (tmp_path / "ct.irpa").exists()
