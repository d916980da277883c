"""Samples that soft locks are measured on, and how much the outputs for them change.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hwlock.attacks import outputs
from hwlock.attacks.batches import inputs_of
from hwlock.attacks.rows import Array
from hwlock.errors import InputError, UsageError
from hwlock.models import Model, TensorType

#: How many are drawn if none are given.
DRAWN = 256


@dataclasses.dataclass(frozen=True)
class Samples:
    #: One array for each input of `main`.
    inputs: tuple[Array, ...]
    #: The index of the right output of each, if it is known.
    labels: Array | None
    #: True if nobody gave any.
    drawn: bool

    def split(self, share: float, seed: int) -> tuple["Samples", "Samples"]:
        """Those to look at, and a share of all, at random, to keep for later."""
        count = len(self.inputs[0])
        order = np.random.default_rng(seed).permutation(count)
        kept = round(share * count)
        if not 0 < kept < count:
            raise UsageError(
                f"a share of {share:g} of {count} samples is {kept}, and {count - kept} remain"
                "\ngive more samples or another share"
            )
        return self._of(np.sort(order[kept:])), self._of(np.sort(order[:kept]))

    def _of(self, which: npt.NDArray[np.intp]) -> "Samples":
        labels = None if self.labels is None else self.labels[which]
        return Samples(tuple(array[which] for array in self.inputs), labels, self.drawn)


def check_seed(seed: int) -> None:
    if not 1 <= seed < 2**63:
        raise UsageError(f"the seed is {seed}, expected 1 to 2^63 - 1")


def samples_for(
    model: Model,
    data: npt.ArrayLike | Sequence[npt.ArrayLike] | None,
    labels: npt.ArrayLike | None,
    seed: int,
) -> Samples:
    """Those that are given, or, without any, random ones of the types of the inputs."""
    check_seed(seed)
    types = inputs_of(model)
    if data is None:
        if labels is not None:
            raise UsageError("there are labels and no data\ngive the samples that they are of")
        rng = np.random.default_rng(seed)
        return Samples(tuple(_draw(type_, rng) for type_ in types), None, drawn=True)
    given = data if isinstance(data, list | tuple) else [data]
    inputs = tuple(np.asarray(array) for array in given)
    if len(inputs) != len(types):
        raise UsageError(f"'main' has {len(types)} input(s), found data for {len(inputs)}")
    counts = {array.shape[0] if array.ndim else 0 for array in inputs}
    if len(counts) != 1 or 0 in counts:
        raise InputError("the arrays of data have no number of samples in common")
    right = None if labels is None else np.asarray(labels)
    if right is not None and (right.shape != (len(inputs[0]),) or right.dtype.kind not in "iu"):
        raise InputError(
            f"labels: expected {len(inputs[0])} integers, "
            f"found {right.dtype} of shape {right.shape}"
            "\ngive the index of the right output of each sample"
        )
    return Samples(inputs, right, drawn=False)


def drift(found: list[Array], expected: list[Array]) -> float:
    """The largest change of an output relative to the largest of it, of all outputs;
    infinite if one is no number any more."""
    changes = [outputs.drift(now, before) for now, before in zip(found, expected, strict=True)]
    return max(np.inf if np.isnan(change) else change for change in changes)


def _draw(type_: TensorType, rng: np.random.Generator) -> Array:
    """Normal numbers. Integers are 0 or 1, which every table of tokens has, and masks."""
    shape = (DRAWN, *type_.shape[1:])
    if type_.dtype.kind == "f":
        return rng.standard_normal(shape).astype(type_.dtype)
    return rng.integers(0, 2, shape).astype(type_.dtype)
