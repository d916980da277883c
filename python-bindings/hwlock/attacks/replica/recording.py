"""A graph of PyTorch operations while it is made, and operations that know shapes.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

A value is a tensor if it depends on constants alone: what is done to it happens at once.
Otherwise it is a proxy, and what is done to it becomes part of the graph.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeGuard

import torch
import torch.nn.functional as F
from torch import fx, nn
from torch.fx.proxy import GraphAppendingTracer

from hwlock.attacks.replica.biases import merge_biases

Value = torch.Tensor | fx.Proxy
Shape = tuple[int, ...]


class Recording(GraphAppendingTracer):
    """Layers become submodules, constants buffers."""

    def __init__(self) -> None:
        super().__init__(fx.Graph())
        self.root = nn.Module()
        self._made = itertools.count()

    def input(self, shape: Sequence[int]) -> fx.Proxy:
        number = len(self.graph.nodes)
        proxy: fx.Proxy = self.create_proxy("placeholder", f"input{number}", (), {})
        shaped(proxy, shape)
        return proxy

    def layer(self, module: nn.Module, operand: Value) -> fx.Proxy:
        name = f"layer{next(self._made)}"
        self.root.add_module(name, module)
        proxy: fx.Proxy = self.create_proxy("call_module", name, (operand,), {})
        return proxy

    def create_arg(self, argument: Any) -> Any:
        if isinstance(argument, torch.Tensor):
            name = f"constant{next(self._made)}"
            self.root.register_buffer(name, argument.contiguous())
            return self.graph.get_attr(name)
        return super().create_arg(argument)

    def finish(self, outputs: Sequence[Value]) -> fx.GraphModule:
        found = outputs[0] if len(outputs) == 1 else tuple(outputs)
        self.graph.output(self.create_arg(found))
        made = fx.GraphModule(self.root, self.graph)
        made.graph.eliminate_dead_code()
        merge_biases(made)
        made.delete_all_unused_submodules()
        made.recompile()
        return made


def apply(function: Callable[..., Any], *arguments: Any, **options: Any) -> Value:
    """A function of PyTorch, which takes proxies though its types do not say so."""
    made: Value = function(*arguments, **options)
    return made


def shaped(value: Value, shape: Iterable[int]) -> Value:
    if isinstance(value, fx.Proxy):
        value.node.meta["shape"] = tuple(shape)
    return value


def shape_of(value: Value) -> Shape:
    found: Shape = value.node.meta["shape"] if isinstance(value, fx.Proxy) else tuple(value.shape)
    return found


def common_shape(values: Iterable[Value]) -> Shape:
    """Of what functions of single elements make of these."""
    shape: Any = torch.broadcast_shapes
    return tuple(shape(*map(shape_of, values)))


def is_call(value: Value, function: Callable[..., Any]) -> TypeGuard[fx.Proxy]:
    return isinstance(value, fx.Proxy) and value.node.target is function


def source(value: Value) -> fx.Proxy:
    """What the operation that made a value read first."""
    assert isinstance(value, fx.Proxy)
    read = value.node.args[0]
    assert isinstance(read, fx.Node)
    return fx.Proxy(read, value.tracer)


def number(value: Value) -> float | None:
    """The one number that a constant consists of, or None."""
    if isinstance(value, fx.Proxy) or not value.numel():
        return None
    first = value[(0,) * value.ndim]
    return first.item() if bool((value == first).all()) else None


def reshape(value: Value, shape: Sequence[int]) -> Value:
    if shape_of(value) == tuple(shape):
        return value
    if is_call(value, torch.reshape):
        return reshape(source(value), shape)
    return shaped(apply(torch.reshape, value, tuple(shape)), shape)


def permute(value: Value, order: Sequence[int]) -> Value:
    shape = shape_of(value)
    if list(order) == sorted(order):
        return value
    made = apply(torch.permute, value, tuple(order))
    return shaped(made, (shape[axis] for axis in order))


def broadcast(value: Value, shape: Sequence[int]) -> Value:
    if shape_of(value) == tuple(shape):
        return value
    return shaped(apply(torch.broadcast_to, value, tuple(shape)), shape)


def pad(value: Value, low: Sequence[int], high: Sequence[int], filling: float) -> Value:
    sides = [side for pair in reversed(list(zip(low, high, strict=True))) for side in pair]
    shape = (sum(sizes) for sizes in zip(shape_of(value), low, high, strict=True))
    return shaped(apply(F.pad, value, sides, value=filling), shape)


def padding_of(value: Value, axes: Sequence[int], filling: float) -> list[int] | None:
    """How much `value` was padded on both sides of `axes`, and nowhere else."""
    if not is_call(value, F.pad) or value.node.kwargs["value"] != filling:
        return None
    sides: Any = value.node.args[1]
    pairs = list(zip(sides[::2], sides[1::2], strict=True))[::-1]
    if any(low != high for low, high in pairs) or any(
        low for axis, (low, _) in enumerate(pairs) if axis not in axes
    ):
        return None
    return [pairs[axis][0] for axis in axes]
