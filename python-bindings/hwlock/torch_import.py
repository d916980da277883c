"""Turns PyTorch modules into the linalg modules that hwlock locks.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

The result uses upstream dialects only, has one public function, and keeps its
weights as dense_resource constants.
"""

import pathlib
import shutil
import subprocess

import torch
import torch.fx.experimental.optimization
from torch_mlir import fx


def prepare(module: torch.nn.Module, fold_batch_norm: bool = False) -> torch.nn.Module:
    """Makes `module` ready for export: inference mode, constants, foldings."""
    module = module.eval()
    for part in module.modules():
        # The importer finds buffers only in the state dictionary, and there
        # only the persistent ones.
        part._non_persistent_buffers_set.clear()
    if fold_batch_norm:
        # MLIR folds no arithmetic on resource constants.
        module = torch.fx.experimental.optimization.fuse(module)
    return module.requires_grad_(False)


def to_mlir(module: torch.nn.Module, inputs: tuple, function: str = "main") -> str:
    """The text of the linalg-on-tensors module of a prepared `module`."""
    program = torch.export.export(module, inputs)
    imported = fx.export_and_import(
        program, output_type="linalg-on-tensors", func_name=function
    )
    return imported.operation.get_asm()


def write_bytecode(text: str, path: pathlib.Path) -> None:
    """Writes MLIR 22 bytecode: the wheel's own is of a later version."""
    tool = shutil.which("mlir-opt-22")
    if not tool:
        raise FileNotFoundError("mlir-opt-22 is not installed; run scripts/setup")
    subprocess.run(
        [tool, "--emit-bytecode", "-", "-o", path], input=text.encode(), check=True
    )
