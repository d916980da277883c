"""What is known of the shapes in an ONNX model before it runs.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import math

import numpy as np
import onnx
import onnx.parser
import onnxruntime
import pytest
import torch
from torch import nn

from hwlock import onnx as hwlock_onnx
from hwlock.onnx_shapes import refine

ROWS, COLUMNS = "rows", "columns"
HEADER = """<ir_version: 8, opset_import: ["" : 17]>
g (float[rows, columns, 12] x, float[rows, 1] thin, int64[1, 512] table) => (float y)
<int64[1] zero = {0}, int64[1] one = {1}, int64[1] two = {2}, int64[1] many = {-1},
 int64 first = {0}, int64 next = {1}, int64 last = {2}> {
  shape = Shape(x)
  rows = Gather(shape, zero)
  columns = Gather(shape, one)
  depth = Gather(shape, two)
  y = ReduceSum<keepdims = 0>(x)
"""


def shape_of(lines: str, name: str = "result") -> list:
    """What `refine` knows of the value `name` that `lines` compute."""
    model = refine(onnx.parser.parse_model(HEADER + lines + "}"))
    (info,) = (info for info in model.graph.value_info if info.name == name)
    return [d.dim_value or d.dim_param for d in info.type.tensor_type.shape.dim]


@pytest.mark.parametrize(
    "lines, shape",
    [
        # What exporters write for x[:, :x.shape[2]].
        ("result = Slice(table, zero, depth, one)", [1, 12]),
        ("s = Shape<start = 2>(x)  result = Slice(table, zero, s, one)", [1, 12]),
        # The first axis is not sliced.
        ("result = Slice(table, zero, columns, one)", [1, None]),
        ("s = Concat<axis = 0>(rows, depth)  result = Expand(thin, s)", [ROWS, 12]),
        ("result = Expand(table, columns)", [1, 512]),
        ("s = Concat<axis = 0>(rows, one, one)  result = Expand(thin, s)", [ROWS, ROWS, 1]),
        ("s = Concat<axis = 0>(columns, two)  result = Expand(thin, s)", [None, 2]),
        # For "any size", exporters choose between -1 and the size.
        (
            "s = Concat<axis = 0>(rows, many)  minus = ConstantOfShape<value = int64[1] {-1}>(two)"
            " same = Equal(s, minus)  ones = ConstantOfShape<value = int64[1] {1}>(two)"
            " chosen = Where(same, ones, s)  result = Expand(thin, chosen)",
            [ROWS, 1],
        ),
        ("s = Concat<axis = 0>(rows, two, many)  result = Reshape(x, s)", [ROWS, 2, None]),
        ("s = Concat<axis = 0>(rows, columns, two, many)  result = Reshape(x, s)",
         [ROWS, COLUMNS, 2, 6]),
        ("s = Concat<axis = 0>(zero, zero, two, many)  result = Reshape(x, s)",
         [ROWS, COLUMNS, 2, 6]),
        ("n = Mul(rows, columns)  s = Concat<axis = 0>(n, depth)  result = Reshape(x, s)",
         [None, 12]),
        ("half = Div(depth, two)  s = Concat<axis = 0>(columns, half)"
         " result = ConstantOfShape(s)", [COLUMNS, 6]),
        ("n = Squeeze(depth)  result = Range(first, n, next)", [12]),
        ("n = Squeeze(columns)  result = Range(first, n, next)", [COLUMNS]),
        ("n = Squeeze(columns)  result = Range(first, n, last)", [None]),
        ("more = Add(columns, one)  result = ConstantOfShape(more)", [None]),
        ("more = Sub(columns, zero)  result = ConstantOfShape(more)", [COLUMNS]),
        # Two names may be one size.
        ("same = Equal(rows, columns)  s = Where(same, one, two)  result = ConstantOfShape(s)",
         [None]),
        ("same = Equal(rows, rows)  s = Where(same, one, two)  result = ConstantOfShape(s)", [1]),
    ],
)  # fmt: skip
def test_shape_is_known(lines, shape):
    found = shape_of(lines)
    assert len(found) == len(shape)
    for size, expected in zip(found, shape):
        # Names that are made up say nothing.
        assert size == expected if expected else size not in (ROWS, COLUMNS) and size != 1
        assert expected or not isinstance(size, int)


class Attention(nn.Module):
    """Masks, positions and heads as models of language have them."""

    def __init__(self, width=16, heads=2, most=32):
        super().__init__()
        torch.manual_seed(1)
        self.heads, self.scale = heads, math.sqrt(heads / width)
        self.tokens, self.positions = nn.Embedding(20, width), nn.Embedding(most, width)
        self.parts, self.last = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.register_buffer("places", torch.arange(most)[None])

    def forward(self, ids, mask):
        batch, length = ids.shape
        places = self.places[:, :length].expand(batch, -1)
        x = self.tokens(ids) + self.positions(places)
        parts = self.parts(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        visible = mask[:, None, None, :].expand(batch, 1, length, length).bool()
        scores = query @ key.transpose(-1, -2) * self.scale
        scores = scores.masked_fill(~visible, -1e4)
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, -1)
        weights = mask[:, :, None].expand(batch, length, mixed.shape[-1]).to(mixed.dtype)
        return (self.last(mixed) * weights).sum(1)


@pytest.fixture(scope="module")
def attention(tmp_path_factory):
    """The module, and the .onnx file of it with batches and lengths of any size."""
    path = tmp_path_factory.mktemp("attention") / "model.onnx"
    axes = {0: "batch", 1: "length"}
    module = Attention().eval()
    torch.onnx.export(
        module, arguments(2, 5), path, dynamo=False, opset_version=17,
        input_names=["ids", "mask"], output_names=["output"],
        dynamic_axes={"ids": axes, "mask": axes, "output": {0: "batch"}},
    )  # fmt: skip
    return module, path


def arguments(batch, length):
    generator = torch.Generator().manual_seed(batch)
    ids = torch.randint(20, (batch, length), generator=generator)
    mask = torch.ones(batch, length, dtype=torch.int64)
    mask[0, length // 2 :] = 0
    return ids, mask


@pytest.mark.parametrize("batch, length", [(1, 1), (1, 7), (3, 1), (4, 9)])
def test_shapes_are_those_of_a_run(attention, batch, length):
    """onnxruntime computes every value; whatever is said of its shape holds."""
    _, path = attention
    model = refine(onnx.load(path))
    shapes = {info.name: info.type.tensor_type.shape.dim for info in model.graph.value_info}
    # Without the shapes, which it would check on its own.
    del model.graph.value_info[:]
    model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in shapes)
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    inputs = zip(("ids", "mask"), arguments(batch, length))
    results = session.run(list(shapes), {name: tensor.numpy() for name, tensor in inputs})
    sizes = {"batch": batch, "length": length}
    numbers = named = 0
    for (name, dimensions), result in zip(shapes.items(), results):
        assert len(dimensions) == result.ndim, name
        for dimension, size in zip(dimensions, result.shape):
            if dimension.HasField("dim_value"):
                assert dimension.dim_value == size, name
                numbers += 1
            elif dimension.dim_param in sizes:
                assert sizes[dimension.dim_param] == size, name
                named += 1
    assert numbers > 80 and named > 50


def test_any_batch_and_length_is_computed(attention, hwlock, tmp_path):
    """Without the shapes the importer refuses to broadcast along a dynamic dimension."""
    module, path = attention
    model = tmp_path / "model.mlir"
    model.write_text(hwlock_onnx.to_mlir(path))
    for batch, length in ((1, 6), (3, 4)):
        inputs = arguments(batch, length)
        files = [tmp_path / f"input{i}.npy" for i in range(2)]
        for file, tensor in zip(files, inputs):
            np.save(file, tensor.numpy())
        with torch.no_grad():
            expected = module(*inputs).numpy()
        result = hwlock.run_model(model, *files)
        assert np.abs(result - expected).max() <= 1e-5 * np.abs(expected).max()
