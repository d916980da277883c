"""The toolchains that are installed, by name.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import functools
import importlib.util
from collections.abc import Callable, Iterator

from hwlock.attacks.toolchains.toolchain import Toolchain

_BOTH = "weights and inputs"


def _is_there(package: str) -> bool:
    parent = package.partition(".")[0]
    return bool(importlib.util.find_spec(parent) and importlib.util.find_spec(package))


def _onnx_runtime() -> Iterator[Toolchain]:
    from hwlock.attacks.toolchains import onnx_runtime

    for per_channel, grain in ((False, "per tensor"), (True, "per channel")):
        for method in onnx_runtime.METHODS:
            yield Toolchain(
                f"onnxruntime static, {method}, {grain}", _BOTH,
                functools.partial(onnx_runtime.static, method=method, per_channel=per_channel),
            )  # fmt: skip
        yield Toolchain(
            f"onnxruntime static, all operations, {grain}", _BOTH,
            functools.partial(onnx_runtime.static, operations=None, per_channel=per_channel),
        )  # fmt: skip
        yield Toolchain(
            f"onnxruntime dynamic, {grain}", _BOTH,
            functools.partial(onnx_runtime.dynamic, per_channel=per_channel),
        )  # fmt: skip


def _torch_ao() -> Iterator[Toolchain]:
    from hwlock.attacks.toolchains import torch_ao

    yield Toolchain("torchao PT2E static int8", _BOTH, torch_ao.static)
    for name, rounds, config in (
        ("torchao dynamic int8", _BOTH, torch_ao.dynamic_int8),
        ("torchao int8", "weights", torch_ao.weights_int8),
        (f"torchao int4 in groups of {torch_ao.GROUP}", "weights", torch_ao.weights_int4),
    ):
        yield Toolchain(name, rounds, functools.partial(torch_ao.linear, config=config()))


def _quanto() -> Iterator[Toolchain]:
    from optimum.quanto import qfloat8, qint8

    from hwlock.attacks.toolchains import quanto

    for name, kind in (("int8", qint8), ("fp8", qfloat8)):
        for rounds, activations in ((_BOTH, kind), ("weights", None)):
            yield Toolchain(
                f"quanto {name}", rounds,
                functools.partial(quanto.quantised, weights=kind, activations=activations),
            )  # fmt: skip


#: What each package has.
PACKAGES: dict[str, Callable[[], Iterator[Toolchain]]] = {
    "onnxruntime": _onnx_runtime,
    "torchao": _torch_ao,
    "optimum.quanto": _quanto,
}


def missing() -> list[str]:
    """The packages that are not installed."""
    return [package for package in PACKAGES if not _is_there(package)]


def installed() -> list[Toolchain]:
    """The toolchains of those that are."""
    absent = missing()
    return [
        toolchain
        for package, toolchains in PACKAGES.items()
        if package not in absent
        for toolchain in toolchains()
    ]
