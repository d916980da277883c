"""A model as a module of PyTorch, for toolchains that take nothing else.

>>> from hwlock.attacks.replica import replica
>>> module = replica("model.mlir")
>>> module(torch.from_numpy(images))

Contractions with a constant are nn.Linear, nn.Conv1d or nn.Conv2d, so that toolchains know
them; all else is PyTorch's functions in a torch.fx graph.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import tempfile
from collections.abc import Mapping

from torch import fx

from hwlock._native import PathLike
from hwlock.attacks.replica.interpreter import Interpreter
from hwlock.attacks.replica.module_text import function_of, parsed
from hwlock.attacks.rows import Array
from hwlock.constants import read_constants

__all__ = ["replica"]


def replica(
    model: PathLike, constants: Mapping[str, Array] | None = None, *, function: str = "main"
) -> fx.GraphModule:
    """A function of a model that is not locked by a key. The module takes what it takes and
    returns its output, or a tuple if there is not one output.

    model: .mlir or .mlirbc, with fixed shapes.
    constants: in place of those of the module, by name.

    Raises InputError if an operation has no counterpart.
    """
    arrays = read_constants(model)
    with tempfile.TemporaryDirectory() as folder:
        if constants:
            arrays.replace(constants)
            model = pathlib.Path(folder) / "model.mlirbc"
            arrays.write(model)
        module = parsed(model)
    return Interpreter(arrays).run(function_of(module, function))
