"""Runs toolchains on a model and says what is left of it.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy.typing as npt
from torch import fx

from hwlock._native import PathLike
from hwlock.attacks.battery import Report, given, known_of, report_of, row_of
from hwlock.attacks.equalisation import equalise
from hwlock.attacks.repaired import repaired
from hwlock.attacks.replica import replica
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Study
from hwlock.attacks.toolchains import samples
from hwlock.attacks.toolchains.catalogue import installed
from hwlock.attacks.toolchains.toolchain import Toolchain

#: From a study to the constants that change.
Preparation = Callable[[Study], Mapping[str, Array]]


def _equalised(study: Study) -> Mapping[str, Array]:
    return equalise(study.layers, study.weights)


#: What is done to weights first, one after the other, and the tier that it makes.
PREPARATIONS: tuple[tuple[str, str, tuple[Preparation, ...]], ...] = (
    ("", "T1", ()),
    ("CLE, ", "T1", (_equalised,)),
    ("repaired, ", "T2", (repaired,)),
    ("repaired, CLE, ", "T2", (repaired, _equalised)),
)


def attempts(
    study: Study, toolchains: Iterable[Toolchain], tiers: Sequence[str] = ("T1", "T2")
) -> Iterator[tuple[Toolchain, fx.GraphModule]]:
    """Each toolchain with a module to take: of the model as it is, and after each
    preparation whose every step changes something."""
    wanted = list(toolchains)
    for prefix, tier, steps in PREPARATIONS:
        changed = _prepared(study, steps) if tier in tiers else None
        if changed is not None:
            module = replica(study.path, changed)
            for each in wanted:
                yield dataclasses.replace(each, name=prefix + each.name, tier=tier), module


def _prepared(study: Study, steps: Iterable[Preparation]) -> dict[str, Array] | None:
    changed: dict[str, Array] = {}
    for step in steps:
        found = step(study.changed(changed))
        if not found:
            return None
        changed.update(found)
    return changed


def battery(
    model: PathLike,
    inputs: npt.ArrayLike | Sequence[npt.ArrayLike],
    labels: npt.ArrayLike | None = None,
    *,
    toolchains: Iterable[Toolchain] | None = None,
    calibration: npt.ArrayLike | Sequence[npt.ArrayLike] | None = None,
) -> Report:
    """As `hwlock.attacks.battery`, with toolchains in place of attacks; None: those that are
    installed."""
    arrays, right = given(inputs, labels)
    known = known_of(arrays, calibration)
    reference = outputs_of(replica(model), arrays)
    rows = []
    wanted = installed() if toolchains is None else toolchains
    for toolchain, module in attempts(Study(model, known), wanted):
        start = time.monotonic()
        outputs = toolchain.run(module, known, arrays)
        rows.append(row_of(toolchain, outputs, reference, right, time.monotonic() - start))
    return report_of(rows, reference, right)


def outputs_of(module: fx.GraphModule, inputs: Sequence[Array]) -> Array:
    """What the module gives as it is."""
    return samples.run(samples.torch_runner(module), inputs, samples.batch_of(module))
