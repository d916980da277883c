"""PyTorch modules: import and lock.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re
from collections.abc import Sequence

try:
    import torch
    import torch_mlir.ir
    import torch_mlir.passmanager
    from torch_mlir.extras.fx_decomp_util import get_decomposition_table
    from torch_mlir.fx import OutputType, export_and_import
except ImportError as error:
    raise ImportError(
        "hwlock.torch needs PyTorch and torch-mlir: pip install torch==2.13.0, then "
        "pip install --no-deps torch-mlir==20261001"
    ) from error

from . import importing, road, torch_export
from .importing import ImportFailure

__all__ = ["ImportFailure", "lock", "to_mlir"]

_PASSES = (
    "func.func(torch-match-quantized-custom-ops)",
    "torchdynamo-export-to-torch-backend-pipeline{extra-library=}",
    importing.TORCH_TO_LINALG,
)


def _explain(message: str, location: str) -> ImportFailure:
    """An error that says which operation, and where in the user's code."""
    lines = [
        f"{path}:{line}"
        for path, line in re.findall(r'"([^"]+)":(\d+)', location)
        if not torch_export.is_library(path)
    ]
    # The name of an operation that torch-mlir does not know is an attribute.
    name = re.search(r'name = "torch\.([\w.]+)"', message) or re.search(
        r"'(?:torch\.)?([\w.]+)'", message
    )
    operation = name and name.group(1)
    if operation:
        reason = message.splitlines()[0].partition(" that was explicitly")[0]
        message = f"operation '{operation}' is not supported: {reason}"
    return ImportFailure(message, operation, lines[0] if lines else None)


def _lowered(program: torch.export.ExportedProgram, function: str):
    """`program` in linalg on tensors."""
    program = program.run_decompositions(get_decomposition_table())
    try:
        module = export_and_import(
            torch_export.with_all_buffers(program),
            output_type=OutputType.RAW,
            func_name=function,
            decomposition_table={},
        )
    except (NotImplementedError, TypeError, ValueError) as error:
        raise ImportFailure(f"torch-mlir cannot import the module: {error}") from error
    importing.run_passes(torch_mlir, module, _PASSES, _explain)
    importing.drop_unused_globals(module)
    importing.check_dialects(module, _explain)
    return module


def to_mlir(
    module: torch.nn.Module,
    example_inputs: torch.Tensor | Sequence,
    *,
    dynamic_batch: bool = False,
    function: str = "main",
) -> str:
    """The text of `module` in linalg on tensors, in evaluation mode.

    Its one public function is `function`; weights are dense_resource constants;
    batch normalisation is folded into convolutions. With `dynamic_batch` the
    first dimension of every input may have any size. `module` is not changed.
    """
    program = torch_export.export(module, example_inputs, dynamic_batch)
    return _lowered(program, function).operation.get_asm()


def lock(
    module: torch.nn.Module,
    example_inputs: torch.Tensor | Sequence,
    output: str | pathlib.Path,
    *,
    profiles: Sequence[str | pathlib.Path] = (),
    dynamic_batch: bool = False,
    **options,
) -> None:
    """Writes `module` locked for the machines of `profiles`.

    `output` ends in .mlir or .mlirbc. `options` are those of `hwlock lock`, with
    underscores: on_mismatch="garbage", owner="owner.pub".
    """
    text = to_mlir(module, example_inputs, dynamic_batch=dynamic_batch)
    road.lock(text, pathlib.Path(output), profiles, options)
