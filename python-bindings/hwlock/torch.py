"""PyTorch modules: import, lock, compile.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import re
from collections.abc import Iterable, Sequence

try:
    import torch
    import torch.utils._pytree as pytree
    import torch_mlir.ir
    import torch_mlir.passmanager
    from torch_mlir.extras.fx_decomp_util import get_decomposition_table
    from torch_mlir.fx import OutputType, export_and_import
except ImportError as error:
    raise ImportError(
        "hwlock.torch needs PyTorch and torch-mlir: pip install torch==2.13.0, then "
        "pip install --no-deps torch-mlir==20261001"
    ) from error

from . import importing, torch_export
from ._native import PathLike
from .compiled import LockedModel
from .importing import ImportFailure
from .locking import LockReport
from .locking import lock as lock_text

__all__ = ["ImportFailure", "compile", "lock", "to_mlir"]

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
    return importing.text_of(_lowered(program, function))


def lock(
    module: torch.nn.Module,
    example_inputs: torch.Tensor | Sequence,
    output: PathLike,
    *,
    dynamic_batch: bool = False,
    **options,
) -> LockReport:
    """Writes `module`, locked. `options` are those of `hwlock.lock()`."""
    return lock_text(
        to_mlir(module, example_inputs, dynamic_batch=dynamic_batch), output, **options
    )


class CompiledModule:
    """A locked module, called as the module that it was made of."""

    def __init__(self, model: LockedModel, result: pytree.TreeSpec):
        self._model, self._result = model, result

    def __call__(self, *inputs):
        tensors = [leaf for leaf in pytree.tree_leaves(inputs) if torch.is_tensor(leaf)]
        arrays = self._model([tensor.detach().cpu().numpy() for tensor in tensors])
        return pytree.tree_unflatten(map(torch.from_numpy, arrays), self._result)


def compile(
    module: torch.nn.Module,
    example_inputs: torch.Tensor | Sequence,
    profiles: Iterable[PathLike] = (),
    *,
    dynamic_batch: bool = False,
    **options,
) -> CompiledModule:
    """`module`, locked for the machines of `profiles` and compiled for this CPU.

    The result takes and gives tensors as `module` does. Where the model does not
    open, a call raises NotAuthorisedError. `options` are those of `hwlock.lock()`.
    """
    program = torch_export.export(module, example_inputs, dynamic_batch)
    result = program.call_spec.out_spec
    text = importing.text_of(_lowered(program, "main"))
    return CompiledModule(LockedModel(text, profiles, options), result)
