"""Samples that soft locks are measured on, and what a model makes of them.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

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


def samples_for(
    model: Model,
    data: npt.ArrayLike | Sequence[npt.ArrayLike] | None,
    labels: npt.ArrayLike | None,
    seed: int,
) -> Samples:
    """Those that are given, or, without any, random ones of the types of the inputs."""
    types = _main(model)
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


def outputs(model: Model, samples: Samples) -> list[Array]:
    """Each output of `main` for all samples. They pass through in the batches that the
    model was exported for; the last is filled with its first sample."""
    batch = _main(model)[0].shape[0]
    parts = []
    for start in range(0, len(samples.inputs[0]), batch):
        chunks = [array[start : start + batch] for array in samples.inputs]
        missing = batch - len(chunks[0])
        found = model.run(
            *(np.concatenate([chunk, np.repeat(chunk[:1], missing, 0)]) for chunk in chunks)
        )
        results = found if isinstance(found, tuple) else (found,)
        parts.append([array[: batch - missing] if array.ndim else array[None] for array in results])
    return [np.concatenate(part) for part in zip(*parts, strict=True)]


def drift(found: list[Array], expected: list[Array]) -> float:
    """The largest change of an output relative to the largest of it, of all outputs;
    infinite if one is no number any more."""
    changes = [
        np.abs(now.astype(np.float64) - before).max() / max(np.abs(before).max(), 1e-30)
        for now, before in zip(found, expected, strict=True)
    ]
    return float(max(np.inf if np.isnan(change) else change for change in changes))


def _main(model: Model) -> tuple[TensorType, ...]:
    """The inputs of `main`, which must be for a batch of samples."""
    if "main" not in model.functions:
        raise InputError("the model has no public function 'main'")
    types = model.functions["main"].inputs
    batches = {type_.shape[0] if type_.shape else 0 for type_ in types}
    if len(batches) != 1 or 0 in batches:
        raise InputError(
            "the inputs of 'main' have no first dimension in common"
            "\nexport the model for a batch of samples"
        )
    return types


def _draw(type_: TensorType, rng: np.random.Generator) -> Array:
    """Normal numbers. Integers are 0 or 1, which every table of tokens has, and masks."""
    shape = (DRAWN, *type_.shape[1:])
    if type_.dtype.kind == "f":
        return rng.standard_normal(shape).astype(type_.dtype)
    return rng.integers(0, 2, shape).astype(type_.dtype)
