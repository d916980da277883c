"""The notebooks of examples/notebooks run, from the first cell to the last.

They check what they claim; a failing cell ends the program.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import ast
import os
import pathlib
import subprocess
import sys

import pytest

from tpm import software_tpm

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "examples/notebooks"


@pytest.fixture
def run(build, tmp_path):
    """Runs one as somebody does who has installed the wheel; returns what it prints."""
    programs = (build / "bin", pathlib.Path(sys.executable).parent)

    def call(name: str, **variables: str) -> str:
        process = subprocess.run(
            [sys.executable, NOTEBOOKS / f"{name}.py"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env={
                **os.environ,
                "PATH": os.pathsep.join([*map(str, programs), os.environ["PATH"]]),
                "PYTHONPATH": f"{ROOT}/python-bindings:{build}/python",
                **variables,
            },
        )
        assert process.returncode == 0, process.stdout + process.stderr
        return process.stdout

    return call


def test_torch_to_native(run):
    printed = run("torch_to_native")
    assert "6 weights" in printed and "the same bits" in printed


def test_torch_to_iree(run):
    assert run("torch_to_iree").endswith("the same bits\n")


def test_onnx_to_native(run):
    assert "operator 'com.example.Conjure'" in run("onnx_to_native")


def test_vendor_and_device(run):
    with software_tpm() as tpm, software_tpm(sibling=tpm) as other:
        printed = run(
            "vendor_and_device",
            TPM2TOOLS_TCTI=tpm.tcti, TPM_ROOTS=str(tpm.roots), OTHER_TCTI=other.tcti,
        )  # fmt: skip
    assert "class-bound: False" in printed
    kinds = [line.partition(":")[0] for line in printed.splitlines() if ": " in line]
    assert [kind for kind in kinds if kind.endswith(("Fault", "Error"))] == [
        "EnvironmentFault", "NotAuthorisedError", "CorruptError",
    ]  # fmt: skip


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.py")), ids=lambda path: path.stem)
def test_cells(path):
    """Prose before each cell of code, and the README has every notebook."""
    assert f"({path.name})" in (NOTEBOOKS / "README.md").read_text()
    first, *cells = path.read_text().split("# %%")
    assert first == "" and cells[0].startswith(" [markdown]\n# # ")
    for cell in cells:
        kind, _, body = cell.partition("\n")
        assert kind in ("", " [markdown]")
        if kind:
            assert all(line.startswith("#") for line in body.splitlines() if line)
        else:
            assert ast.parse(body).body
