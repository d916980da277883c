"""ONNX models: import and lock.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re

try:
    import iree.compiler.ir
    import iree.compiler.passmanager
    import onnx
    import onnx.checker
    import onnx.version_converter
    from iree.compiler.extras import onnx_importer
except ImportError as error:
    raise ImportError(
        "hwlock.onnx needs IREE's importer: pip install iree-base-compiler==3.13.0 onnx"
    ) from error

from . import importing, onnx_shapes
from ._native import PathLike
from .importing import ImportFailure
from .locking import LockReport
from .locking import lock as lock_text

__all__ = ["ImportFailure", "lock", "to_mlir"]

# Lowerings are written for this version of the operators and later ones.
LEAST_OPSET = 17

_PASSES = ("torch-onnx-to-torch-backend-pipeline", importing.TORCH_TO_LINALG)


def _opset(model: onnx.ModelProto) -> int:
    """The version of the standard operators."""
    return max((o.version for o in model.opset_import if o.domain in ("", "ai.onnx")), default=1)


def _load(path: pathlib.Path) -> onnx.ModelProto:
    """The checked model with the shape of every value."""
    try:
        model = onnx.load(path)
        onnx.checker.check_model(model)
        if _opset(model) < LEAST_OPSET:
            model = onnx.version_converter.convert_version(model, LEAST_OPSET)
        return onnx_shapes.refine(model)
    except OSError:
        raise
    except Exception as error:  # each of the steps has errors of its own
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise ImportFailure(f"not a model that can be read: {reason[0]}", place=str(path)) from error


class _Explainer:
    """Says of a failure which node of the file it comes from."""

    def __init__(self, path: pathlib.Path, model: onnx.ModelProto):
        self.path, self.opset = path, _opset(model)
        self.nodes = {node.name: node for node in model.graph.node}

    def __call__(self, message: str, location: str) -> ImportFailure:
        for name in re.findall(r'"([^"]*)"', location):
            if name in self.nodes:
                return self._at(self.nodes[name], message)
        return ImportFailure(message.splitlines()[0], place=str(self.path))

    def _at(self, node: onnx.NodeProto, message: str) -> ImportFailure:
        domain = f"{node.domain}." if node.domain else ""
        return ImportFailure(
            f"operator '{domain}{node.op_type}' of opset {self.opset} is not supported: "
            f"{message.splitlines()[0]}",
            operation=domain + node.op_type,
            place=f"{self.path}: node '{node.name}'",
        )


def _name_nodes(model: onnx.ModelProto) -> None:
    """Gives a name to nodes that have none: errors name them."""
    for index, node in enumerate(model.graph.node):
        if not node.name:
            node.name = f"{node.op_type}_{index}"


def _imported(model: onnx.ModelProto, function: str):
    """`model` in the dialect of torch-mlir."""
    context = iree.compiler.ir.Context()
    model.graph.name = function
    info = onnx_importer.ModelInfo(model)
    module = info.create_module(context=context)
    onnx_importer.NodeImporter.define_function(info.main_graph, module.operation).import_all()
    return module


def to_mlir(path: PathLike, *, function: str = "main") -> str:
    """The text of the model in `path` in linalg on tensors.

    Its one public function is `function`; weights are dense_resource constants;
    dimensions with a name instead of a number stay dynamic.
    """
    path = pathlib.Path(path)
    model = _load(path)
    _name_nodes(model)
    explain = _Explainer(path, model)
    try:
        module = _imported(model, function)
    except onnx_importer.OnnxImportError as error:
        raise explain(str(error), "") from error
    importing.run_passes(iree.compiler, module, _PASSES, explain)
    importing.drop_unused_globals(module)
    importing.check_dialects(module, explain)
    return importing.text_of(module)


def lock(path: PathLike, output: PathLike, **options) -> LockReport:
    """Writes the model in `path`, locked. `options` are those of `hwlock.lock()`."""
    return lock_text(to_mlir(path), output, **options)
