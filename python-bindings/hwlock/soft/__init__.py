"""Soft locks that fit a model: how strong one is, and how strong it has to be.

>>> from hwlock import soft
>>> print(soft.audit("model.mlir", images, labels))
>>> print(soft.tune("model.mlir", images, labels, output="tuned.mlirbc"))

`audit()` runs the attacks of `hwlock.attacks` on a model as it is found and compares what
they leave with chance. `tune()` looks for options of the soft locks that bring it there,
within a budget of drift and one of cost. See docs/SoftLocks.md.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from hwlock.soft.cost import Cost, Size, size_of
from hwlock.soft.passes import Settings
from hwlock.soft.trials import Trial, Tuned
from hwlock.soft.tuning import tune
from hwlock.soft.verdict import MARGIN, Audit, audit

__all__ = [
    "MARGIN",
    "Audit",
    "Cost",
    "Settings",
    "Size",
    "Trial",
    "Tuned",
    "audit",
    "size_of",
    "tune",
]
