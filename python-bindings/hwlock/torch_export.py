"""Exports PyTorch modules as programs that can be lowered.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

The module of the caller stays as it is: whatever must change is changed in the
exported program.
"""

import contextlib
import pathlib
import traceback

import torch
from torch.export import Dim, ExportedProgram
from torch.nn.utils.fusion import fuse_conv_bn_weights
from torch.utils import _pytree as pytree

from .importing import ImportFailure

_TORCH = pathlib.Path(torch.__file__).parent
_CONVOLUTIONS = {
    torch.ops.aten.conv1d.default,
    torch.ops.aten.conv2d.default,
    torch.ops.aten.conv3d.default,
}


def is_library(path: str) -> bool:
    """Whether `path` is PyTorch's own code."""
    return path.startswith("<") or _TORCH in pathlib.Path(path).parents


@contextlib.contextmanager
def inference_mode(module: torch.nn.Module):
    """`module` in evaluation mode, and afterwards in the mode that it was in."""
    modes = {part: part.training for part in module.modules()}
    module.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for part, training in modes.items():
            part.training = training


def as_tuple(example_inputs) -> tuple:
    """One tensor may be given without a tuple around it."""
    return (example_inputs,) if torch.is_tensor(example_inputs) else tuple(example_inputs)


def with_dynamic_batch(inputs: tuple) -> tuple[tuple, tuple]:
    """Inputs and their shapes for export, the first dimension of all tensors dynamic."""
    batch = Dim("batch", min=1, max=65536)

    def at_least_two(tensor):
        # A batch of one would be taken for a constant.
        return torch.cat([tensor, tensor]) if tensor.shape[0] == 1 else tensor

    def is_batched(value) -> bool:
        return torch.is_tensor(value) and value.dim() > 0

    shapes = pytree.tree_map(lambda value: {0: batch} if is_batched(value) else None, inputs)
    inputs = pytree.tree_map(
        lambda value: at_least_two(value) if is_batched(value) else value, inputs
    )
    return inputs, shapes


def _users_code(error: Exception) -> str | None:
    """The deepest line of a traceback that is neither PyTorch's nor ours."""
    here = pathlib.Path(__file__).parent
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if not is_library(frame.filename) and here not in pathlib.Path(frame.filename).parents:
            return f"{frame.filename}:{frame.lineno}"
    return None


def _sole_user(node: torch.fx.Node) -> bool:
    return len(node.users) == 1


class _BatchNormFolder:
    """Folds batch normalisation into the convolution before it.

    MLIR folds no arithmetic on large constants. The bias of the normalisation,
    which nothing else needs afterwards, becomes the one of the convolution.
    """

    def __init__(self, program: ExportedProgram):
        self.program = program
        signature = program.graph_signature
        self.names = dict(signature.inputs_to_parameters) | dict(signature.inputs_to_buffers)

    def run(self) -> None:
        graph = self.program.graph
        for node in list(graph.nodes):
            if node.target is torch.ops.aten.batch_norm.default:
                self._fold(node)
        graph.eliminate_dead_code()
        self.program.graph_module.recompile()

    def _value(self, node) -> torch.Tensor | None:
        if node is None:
            return None
        return self.program.state_dict[self.names[node.name]].detach()

    def _fold(self, norm: torch.fx.Node) -> None:
        convolution, scale, shift, mean, variance = norm.args[:5]
        training, epsilon = norm.args[5], norm.args[7]
        if training or convolution.target not in _CONVOLUTIONS or not _sole_user(convolution):
            return
        weight = convolution.args[1]
        bias = convolution.args[2] if len(convolution.args) > 2 else None
        # Where the new weight and bias go: nothing else may read them.
        places = (weight, shift)
        parameters = [node for node in (weight, bias, scale, shift, mean, variance) if node]
        if not all(place is not None and _sole_user(place) for place in places):
            return
        if not all(node.name in self.names for node in parameters):
            return
        folded = fuse_conv_bn_weights(
            self._value(weight), self._value(bias), self._value(mean), self._value(variance),
            epsilon, self._value(scale), self._value(shift),
        )
        for place, value in zip(places, folded):
            name = self.names[place.name]
            self.program.state_dict[name] = torch.nn.Parameter(value.detach(), requires_grad=False)
        convolution.args = (convolution.args[0], weight, shift, *convolution.args[3:])
        norm.replace_all_uses_with(convolution)


def export(module: torch.nn.Module, example_inputs, dynamic_batch: bool) -> ExportedProgram:
    """`module` as a program of constants and operations that have no side effect."""
    inputs, shapes = as_tuple(example_inputs), None
    if dynamic_batch:
        inputs, shapes = with_dynamic_batch(inputs)
    with inference_mode(module):
        try:
            program = torch.export.export(module, inputs, dynamic_shapes=shapes)
        except Exception as error:
            reason = str(error).strip().splitlines() or [type(error).__name__]
            raise ImportFailure(
                f"torch.export cannot trace the module: {reason[0]}", place=_users_code(error)
            ) from error
    _BatchNormFolder(program).run()
    return program


def with_all_buffers(program: ExportedProgram) -> ExportedProgram:
    """Puts non-persistent buffers where torch-mlir looks for them."""
    for name in program.graph_signature.inputs_to_buffers.values():
        if name not in program.state_dict:
            program.state_dict[name] = program.constants[name]
    return program
