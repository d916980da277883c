"""What the importers of PyTorch and of ONNX have in common.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Both lower with MLIR inside a Python package, of a later version than
hwlock's. Text goes between the two: it is the only form that both read.
"""

import pathlib
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from hwlock.errors import InputError

# Dialects of MLIR 22 that models in linalg on tensors are made of.
DIALECTS = {"affine", "arith", "builtin", "cf", "complex", "func", "linalg", "math", "scf",
            "shape", "tensor"}

TORCH_TO_LINALG = "torch-backend-to-linalg-on-tensors-backend-pipeline"


class ImportFailure(InputError, ValueError):
    """A model has something that cannot be imported.

    `operation` names it and `place` says where it comes from, as far as they
    are known.
    """

    def __init__(self, message: str, operation: str | None = None, place: str | None = None):
        self.operation, self.place = operation, place
        super().__init__(f"{place}: {message}" if place else message)


# Makes an error of a message and the text of a location.
Explain = Callable[[str, str], ImportFailure]


def operations(operation) -> Iterator:
    """`operation` and everything inside it."""
    yield operation
    for region in operation.regions:
        for block in region:
            for inner in block:
                yield from operations(inner.operation)


def run_passes(package, module, passes: Iterable[str], explain: Explain) -> None:
    """Runs `passes` on `module` with the MLIR of a Python `package`."""
    pipeline = f"builtin.module({','.join(passes)})"
    manager = package.passmanager.PassManager.parse(pipeline, context=module.context)
    try:
        manager.run(module.operation)
    except package.ir.MLIRError as error:
        if not error.error_diagnostics:
            raise ImportFailure(str(error)) from error
        first = error.error_diagnostics[0]
        raise explain(first.message, str(first.location)) from error


def drop_unused_globals(module) -> None:
    """Erases the seed that the passes declare for random numbers, if none are drawn."""
    names = {operation.name for operation in operations(module.operation)}
    if names & {"ml_program.global_load", "ml_program.global_store"}:
        return
    for operation in list(module.body.operations):
        if operation.operation.name == "ml_program.global":
            operation.operation.erase()


def check_dialects(module, explain: Explain) -> None:
    """Raises what `explain` makes of the first operation that MLIR 22 does not know."""
    for operation in operations(module.operation):
        if operation.name == "ml_program.global":
            continue  # what reads it is in the code of the user
        if operation.name.partition(".")[0] not in DIALECTS:
            raise explain(f"'{operation.name}' has no form in linalg", str(operation.location))


_BOOLEANS = re.compile(r'dense<"0x([0-9A-F]+)">( : tensor<(?:\d+x)*i1>)')


def _packed(found: re.Match) -> str:
    bits = np.frombuffer(bytes.fromhex(found[1]), np.uint8)
    return f'dense<"0x{np.packbits(bits, bitorder="little").tobytes().hex().upper()}">{found[2]}'


def text_of(module) -> str:
    """The text of `module` for MLIR 22, which writes long constants of booleans as
    bits where later versions write bytes."""
    return _BOOLEANS.sub(_packed, module.operation.get_asm())


def write_bytecode(text: str, path: pathlib.Path) -> None:
    """Writes MLIR 22 bytecode, which loads faster than text."""
    tool = shutil.which("mlir-opt-22")
    if not tool:
        raise FileNotFoundError("mlir-opt-22 is not installed; run scripts/setup")
    subprocess.run(
        [tool, "--emit-bytecode", "-", "-o", path], input=text.encode(), check=True
    )
