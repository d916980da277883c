"""Soft locks against real toolchains, which take a model as a module of PyTorch.

>>> from hwlock.attacks import toolchains
>>> print(toolchains.battery("model.mlir", images, labels))

ONNX Runtime, torchao and optimum-quanto, those of them that are installed, each as it comes
and after the preparations and repairs that an attacker can do first.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from hwlock.attacks.toolchains.battery import attempts, battery, outputs_of
from hwlock.attacks.toolchains.catalogue import installed, missing
from hwlock.attacks.toolchains.toolchain import Toolchain

__all__ = ["Toolchain", "attempts", "battery", "installed", "missing", "outputs_of"]
