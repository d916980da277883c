"""Parameters outside of the module, locked into an archive that is never in memory.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import os
import pathlib
import resource
import subprocess
import sys

import iree_tools
import numpy as np
import pytest
from hwlock import plaintext
from memory_group import memory_group

MEBIBYTE = 1 << 20
# With the pages of mapped files, and iree-compile, where a control group can be
# made; without them elsewhere.
MEMORY = 480 * MEBIBYTE
GIBIBYTES = int(os.environ.get("HWLOCK_ARCHIVE_GIB", "1"))


class Model:
    """A product of square matrices, which lie in a .safetensors."""

    def __init__(self, folder: pathlib.Path, width: int, layers: int):
        self.folder = folder
        self.module, self.parameters = folder / "model.mlir", folder / "w.safetensors"
        self.x = folder / "x.npy"
        random = np.random.default_rng(1)
        np.save(self.x, random.standard_normal((1, width), dtype=np.float32))
        self._write_parameters(random, width, layers)
        self.module.write_text(self._text(width, layers))

    def _write_parameters(self, random, width: int, layers: int) -> None:
        size = 4 * width * width
        header = json.dumps({
            f"w{i}": {"dtype": "F32", "shape": [width, width],
                      "data_offsets": [i * size, (i + 1) * size]}
            for i in range(layers)
        }).encode()
        header += b" " * (-len(header) % 8)
        scale = np.float32(width**-0.5)
        with self.parameters.open("wb") as file:
            file.write(len(header).to_bytes(8, "little") + header)
            for _ in range(layers):
                file.write(random.standard_normal((width, width), dtype=np.float32) * scale)

    def _text(self, width: int, layers: int) -> str:
        row, square = f"tensor<1x{width}xf32>", f"tensor<{width}x{width}xf32>"
        globals_, body, value = [], [], "%x"
        for i in range(layers):
            globals_.append(
                f'util.global private @w{i} = #stream.parameter.named<"model"::"w{i}"> : {square}'
            )
            body.append(
                f"%w{i} = util.global.load @w{i} : {square}\n"
                f"%m{i} = linalg.matmul ins({value}, %w{i} : {row}, {square})"
                f" outs(%f : {row}) -> {row}"
            )
            value = f"%m{i}"
        return "\n".join([
            *globals_,
            f"func.func @main(%x: {row}) -> {row} {{",
            "%z = arith.constant 0.0 : f32",
            f"%e = tensor.empty() : {row}",
            f"%f = linalg.fill ins(%z : f32) outs(%e : {row}) -> {row}",
            *body,
            f"return {value} : {row}",
            "}",
        ])

    def lock(self, build, profile, *flags: str, memory: int | None = None, enter=None):
        """The locked module and its archive. `enter` runs in the new process."""
        module, archive = self.folder / "locked.vmfb", self.folder / "locked.irpa"

        def limit():
            if memory:
                resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
            if enter:
                enter()

        process = subprocess.run(
            [
                build / "bin/hwlock-iree-compile", f"--lock-model=profile={profile}",
                f"--iree-compile={pathlib.Path(sys.executable).parent / 'iree-compile'}",
                f"--parameters=model={self.parameters}", f"--locked-parameters={archive}",
                self.module, "-o", module, *iree_tools.CPU_FLAGS, *flags,
            ],
            capture_output=True, text=True, preexec_fn=limit,
        )
        return process, module, archive


@pytest.mark.parametrize("chain", ["aes", "pretransform,aes"])
def test_locked_parameters_give_the_bits_of_the_readable_ones(
    build, profile, tmp_path, chain
):
    model = Model(tmp_path, 256, 3)
    plain = tmp_path / "plain.vmfb"
    iree_tools.compile_module(model.module, plain)
    scope = f"--parameters=model={model.parameters}"
    expected = iree_tools.results(plain, [model.x], scope)

    process, module, archive = model.lock(build, f"{profile} chain={chain}")
    assert process.returncode == 0, process.stderr
    locked = iree_tools.results(module, [model.x], f"--parameters=hwlock={archive}")
    assert locked.tobytes() == expected.tobytes()

    wanted = plaintext.windows([model.parameters.read_bytes()[-4 * 256 * 256 :]])
    assert plaintext.search(wanted, model.parameters.read_bytes())
    assert not plaintext.search(wanted, archive.read_bytes() + module.read_bytes())


@pytest.mark.slow
def test_an_archive_larger_than_memory_can_be_locked(build, profile, tmp_path):
    model = Model(tmp_path, 2048, 64 * GIBIBYTES)
    assert model.parameters.stat().st_size > 2 * MEMORY
    # In any order but that of the file, looking at weights would not end here.
    with memory_group(MEMORY) as enter:
        process, module, archive = model.lock(build, profile, memory=MEMORY, enter=enter)
    assert process.returncode == 0, process.stderr
    assert archive.stat().st_size > model.parameters.stat().st_size
    # The module does not grow with its weights.
    assert module.stat().st_size < MEBIBYTE
    # pytest keeps folders.
    archive.unlink()
    model.parameters.unlink()


def test_a_refused_lock_leaves_no_archive(build, profile, tmp_path):
    model = Model(tmp_path, 16, 2)
    content = model.parameters.read_bytes()
    model.parameters.write_bytes(content[:-1])
    process, module, archive = model.lock(build, profile)
    assert process.returncode == 2
    assert "has no valid data_offsets" in process.stderr
    assert sorted(tmp_path.iterdir()) == [model.module, model.parameters, model.x]
