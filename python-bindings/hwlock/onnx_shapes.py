"""Shapes of the values of an ONNX model that ONNX's own inference leaves open.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Exporters compute shapes while the model runs, even where they are known: a slice
up to `Shape(x)[1]` of an x with 32 columns. ONNX's inference gives up there. The
importer then takes dimensions for dynamic that are 1, and of a dynamic dimension
it assumes that nothing is broadcast along it.
"""

import numpy as np
import onnx
import onnx.defs
import onnx.helper
import onnx.numpy_helper
import onnx.shape_inference

from . import onnx_dimensions, onnx_values

__all__ = ["refine"]


class _Refiner:
    """Goes once through the nodes, which are in the order of execution."""

    def __init__(self, model: onnx.ModelProto):
        self.model, graph = model, model.graph
        self.version = next(o.version for o in model.opset_import if o.domain in ("", "ai.onnx"))
        self.types = {
            info.name: info.type for info in (*graph.value_info, *graph.output, *graph.input)
        }
        self.values: dict[str, np.ndarray] = {}
        for tensor in graph.initializer:
            kind = onnx.helper.make_tensor_type_proto(tensor.data_type, tensor.dims)
            self.types[tensor.name] = kind
            self._know(tensor.name, onnx_values.of_tensor(tensor))

    def _know(self, name: str, value: np.ndarray | None) -> None:
        if value is not None:
            self.values[name] = value

    def run(self) -> None:
        graph = self.model.graph
        stored = {info.name: info.type for info in (*graph.value_info, *graph.output)}
        for node in graph.node:
            self._refine_value(node)
            self._refine_types(node)
            for name in node.output:
                if name in stored:
                    stored[name].CopyFrom(self.types[name])
                elif name in self.types:
                    graph.value_info.add(name=name).type.CopyFrom(self.types[name])

    def _dimensions(self, name: str) -> list[onnx_dimensions.Dimension] | None:
        return onnx_dimensions.of_type(self.types.get(name))

    def _refine_value(self, node: onnx.NodeProto) -> None:
        if node.op_type == "Constant":
            tensor = next((a.t for a in node.attribute if a.name == "value"), None)
            self._know(node.output[0], tensor and onnx_values.of_tensor(tensor))
        elif node.op_type == "Shape":
            bounds = {a.name: a.i for a in node.attribute}
            dimensions = self._dimensions(node.input[0])
            if dimensions is not None:
                part = dimensions[bounds.get("start") : bounds.get("end")]
                self._know(node.output[0], np.array(part, dtype=object))
        elif len(node.output) == 1:
            self._know(node.output[0], onnx_values.evaluate(node, self.values))

    def _tensor(self, name: str) -> onnx.TensorProto:
        kind = self.types[name].tensor_type.elem_type
        array = self.values[name].astype(onnx.helper.tensor_dtype_to_np_dtype(kind))
        return onnx.numpy_helper.from_array(array, name)

    def _inferred(self, node: onnx.NodeProto) -> dict[str, onnx.TypeProto]:
        """What ONNX says of the results, given the values of the operands."""
        inputs = [name for name in node.input if name]
        known = [name for name in inputs if onnx_values.is_known(self.values.get(name))]
        unknown = onnx.defs.SchemaError, onnx.shape_inference.InferenceError
        try:
            return onnx.shape_inference.infer_node_outputs(
                onnx.defs.get_schema(node.op_type, self.version, node.domain),
                node,
                {name: self.types[name] for name in inputs},
                {name: self._tensor(name) for name in known},
                opset_imports=list(self.model.opset_import),
                ir_version=self.model.ir_version,
            )
        except (KeyError, *unknown):
            return {}  # a type or an operator that ONNX knows nothing of

    def _refine_types(self, node: onnx.NodeProto) -> None:
        inferred = self._inferred(node)
        values = [self.values.get(name) for name in node.input]
        first = self._dimensions(node.input[0]) if node.input else None
        for name in filter(None, node.output):
            old, new = self.types.get(name), inferred.get(name)
            dimensions = onnx_dimensions.merged(
                onnx_dimensions.of_type(old), onnx_dimensions.of_type(new)
            )
            dimensions = onnx_dimensions.merged(
                dimensions, onnx_dimensions.by_values(node, first, values)
            )
            kind = (old or new or onnx.TypeProto()).tensor_type.elem_type
            if kind and dimensions is not None:
                self.types[name] = onnx.helper.make_tensor_type_proto(kind, dimensions)


def refine(model: onnx.ModelProto) -> onnx.ModelProto:
    """`model`, with the shapes of all values as far as they can be known before it
    runs."""
    model = onnx.shape_inference.infer_shapes(model, data_prop=True)
    _Refiner(model).run()
    return model
