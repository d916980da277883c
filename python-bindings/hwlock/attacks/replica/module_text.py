"""A module as text in which every linalg operation is a linalg.generic, parsed.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Text crosses from the MLIR that hwlock is built with to that of the parser; tensors that
are resources stay out of it and are read by name.
"""

import subprocess
from typing import Any

from hwlock._native import PathLike
from hwlock._programs import environment, program
from hwlock.errors import InputError, UsageError

try:
    from iree.compiler import ir
except ImportError as error:
    raise ImportError(
        "hwlock.attacks.replica needs the MLIR of IREE: pip install iree-base-compiler==3.13.0"
    ) from error

_ARGUMENTS = (
    "--linalg-generalize-named-ops",
    "--mlir-elide-resource-strings-if-larger=16",
    # Truth values in hexadecimals are not the same to every MLIR.
    "--mlir-print-elementsattrs-with-hex-if-larger=-1",
)


def parsed(path: PathLike) -> Any:
    """A model as a module of MLIR's Python bindings."""
    command = [program("hwlock-opt"), path, *_ARGUMENTS]
    process = subprocess.run(command, capture_output=True, text=True, env=environment())
    if process.returncode:
        raise InputError(process.stderr.strip())
    return ir.Module.parse(process.stdout, ir.Context())


def function_of(module: Any, name: str) -> Any:
    """One of its functions, which lives as long as the module does."""
    for operation in module.body.operations:
        symbol = operation.attributes["sym_name"] if "sym_name" in operation.attributes else None
        if symbol is not None and ir.StringAttr(symbol).value == name:
            return operation
    raise UsageError(f"the model has no function '{name}'")
