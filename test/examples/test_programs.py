"""The C and C++ examples do what their READMEs say, and compute what hwlock
does.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re
import shutil
import subprocess

import numpy as np
import pytest

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
IMAGES = EXAMPLES / "digits/images.npy"


def run_readme(example: str, build: pathlib.Path, root: pathlib.Path) -> pathlib.Path:
    """Runs the commands of a README where `root` stands for the repository;
    returns the folder in which they end."""
    (root / "build").mkdir()
    for folder in ("bin", "lib"):
        (root / "build" / folder).symlink_to(build / folder)
    (root / "examples").symlink_to(EXAMPLES)
    (root / "include").symlink_to(EXAMPLES.parent / "include")
    text = (EXAMPLES / example / "README.md").read_text()
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    subprocess.run(["bash", "-euxc", commands], cwd=root, check=True)
    return root / f"build/example-{example}"


@pytest.fixture(scope="module")
def c_example(build, tmp_path_factory):
    if not shutil.which("qemu-x86_64"):
        pytest.skip("no qemu-x86_64")
    return run_readme("c", build, tmp_path_factory.mktemp("c"))


def test_c_program_computes_the_same_bits(c_example, hwlock):
    expected = hwlock.run_model(c_example / "locked.mlir", IMAGES)
    assert (c_example / "scores").read_bytes() == expected.tobytes()
    # For a lesser CPU: other instructions, other last bits.
    other = np.fromfile(c_example / "scores-static", np.float32).reshape(expected.shape)
    assert np.abs(other - expected).max() <= 1e-5 * np.abs(expected).max()


def test_unauthorised_c_program_writes_nothing(c_example):
    assert not (c_example / "other").exists()
    process = subprocess.run(
        ["qemu-x86_64", c_example / "classify-static", IMAGES, c_example / "other"],
        capture_output=True,
        text=True,
    )
    assert process.returncode == 3
    assert "not authorised" in process.stderr
    assert not (c_example / "other").exists()


def test_old_cpu_gets_a_message_and_no_illegal_instruction(c_example, hwlock):
    hwlock.check(
        "compile", c_example / "locked.mlir", "-o", c_example / "new.o", "--name", "digits",
        "--header", c_example / "digits.h", "--cpu", "x86-64-v4",
    )  # fmt: skip
    program = c_example / "classify-new"
    subprocess.run(
        ["cc", f"-I{c_example}", EXAMPLES / "c/classify.c", c_example / "new.o", "-lm",
         "-static", "-o", program],
        check=True,
    )  # fmt: skip
    process = subprocess.run(
        ["qemu-x86_64", "-cpu", "Nehalem", program, IMAGES, c_example / "other"],
        capture_output=True,
        text=True,
    )
    assert process.returncode == 5
    assert re.search(r"this CPU lacks avx, .*avx512f.*, which the model was", process.stderr)


def test_threads_of_the_cpp_program_compute_the_same_bits(build, tmp_path, hwlock):
    folder = run_readme("cpp", build, tmp_path)
    expected = hwlock.run_model(folder / "locked.mlir", IMAGES)
    for name in ("first", "second"):
        assert (folder / name).read_bytes() == expected.tobytes()


@pytest.mark.parametrize(
    "command",
    [
        "gcc -std=c11 -pedantic -x c",
        "clang-22 -std=c11 -pedantic -Weverything -Wno-unsafe-buffer-usage -x c",
        "g++ -std=c++11 -pedantic -x c++",
        "clang++-22 -std=c++20 -pedantic -x c++",
    ],
)
def test_header_is_plain_c_and_cpp(command, build, hwlock, tmp_path):
    hwlock.check("compile", EXAMPLES / "digits/model.mlir", "-o", tmp_path / "digits.o")
    source = '#include "digits.h"\n#include "digits.h"\nenum { ok = DIGITS_OK };\n'
    subprocess.run(
        [*command.split(), "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{tmp_path}", "-"],
        input=source,
        text=True,
        check=True,
    )


def test_two_object_files_fit_into_one_program(hwlock, tmp_path):
    model = EXAMPLES / "digits/model.mlir"
    for name in ("one", "two"):
        hwlock.check("compile", model, "-o", tmp_path / f"{name}.o")
    (tmp_path / "main.c").write_text(
        '#include "one.h"\n#include "two.h"\n'
        "int main(void) {\n"
        "  one_model *a; two_model *b;\n"
        "  int status = one_create(&a) | two_create(&b);\n"
        "  one_destroy(a); two_destroy(b);\n"
        "  return status;\n"
        "}\n"
    )
    program = tmp_path / "main"
    files = [tmp_path / name for name in ("main.c", "one.o", "two.o")]
    subprocess.run(["cc", *files, "-lm", "-o", program], check=True)
    assert subprocess.run([program]).returncode == 0


def test_object_and_shared_object_are_reproducible(hwlock, tmp_path):
    model = EXAMPLES / "digits/model.mlir"
    for ending in ("so", "o"):
        files = []
        for folder in (tmp_path / "first", tmp_path / "second"):
            folder.mkdir(exist_ok=True)
            files.append(folder / f"digits.{ending}")
            hwlock.check("compile", model, "-o", files[-1])
        assert files[0].read_bytes() == files[1].read_bytes()


def test_inputs_and_outputs_need_no_alignment_of_their_own(hwlock, tmp_path):
    """Floats at odd multiples of four bytes, as a header of a file leaves them."""
    import ctypes

    library = tmp_path / "digits.so"
    hwlock.check("compile", EXAMPLES / "digits/model.mlir", "-o", library)
    digits = ctypes.CDLL(str(library))
    model = ctypes.c_void_p()
    assert digits.digits_create(ctypes.byref(model)) == 0
    images = np.load(IMAGES)
    source, target = (
        np.zeros(size + 16, np.float32)[1:] for size in (images.size, len(images) * 10)
    )
    source[: images.size] = images.ravel()
    pointers = (ctypes.c_void_p(array.ctypes.data) for array in (source, target))
    assert digits.digits_run(model, None, *pointers) == 0
    expected = hwlock.run_model(EXAMPLES / "digits/model.mlir", IMAGES)
    assert target[: expected.size].tobytes() == expected.tobytes()
    digits.digits_destroy(model)


def test_plugin_binds_to_its_device(build, tmp_path, hwlock):
    folder = run_readme("plugin", build, tmp_path)
    assert np.load(folder / "scores.npy").shape == (450, 10)
    assert not (folder / "other.npy").exists()
