"""Constants that are added to what layers give become their biases.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import operator

import torch
from torch import fx, nn


def merge_biases(module: fx.GraphModule) -> None:
    for node in list(module.graph.nodes):
        if node.target is not operator.add:
            continue
        for value, constant in (node.args, node.args[::-1]):
            layer = _layer(module, value)
            if layer is None or getattr(constant, "op", "") != "get_attr":
                continue
            bias = _of_outputs(module.get_buffer(constant.target), layer, value)
            if bias is not None:
                layer.bias = nn.Parameter(bias, requires_grad=False)
                node.replace_all_uses_with(value)
                module.graph.erase_node(node)
                break
    module.graph.eliminate_dead_code()


def _layer(module: fx.GraphModule, node: object) -> nn.Module | None:
    """The layer without a bias whose outputs a node is, and nothing else reads."""
    while isinstance(node, fx.Node) and len(node.users) == 1:
        if node.op == "call_module":
            layer = module.get_submodule(str(node.target))
            return layer if layer.bias is None else None
        if node.target is not torch.reshape:
            break
        node = node.args[0]
    return None


def _of_outputs(constant: torch.Tensor, layer: nn.Module, value: fx.Node) -> torch.Tensor | None:
    """`constant` as a number for each output of `layer`, which has them along one
    dimension of `value` still."""
    linear, weight = isinstance(layer, nn.Linear), layer.get_parameter("weight")
    count, behind = len(weight), 0 if linear else weight.ndim - 2
    shape = value.meta["shape"]
    if len(shape) <= behind or shape[len(shape) - 1 - behind] != count:
        return None
    if not linear and value.op != "call_module":
        return None
    wanted = (count,) + (1,) * behind
    if (
        constant.numel() != count
        or tuple(constant.shape)[-len(wanted) :] != wanted[-constant.ndim :]
    ):
        return None
    return constant.reshape(count).clone()
