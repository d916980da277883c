"""Any number of samples through a model that was exported for a batch of some.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Iterator, Sequence

import numpy as np

from hwlock.attacks.rows import Array
from hwlock.errors import InputError
from hwlock.models import Model, TensorType


def inputs_of(model: Model) -> tuple[TensorType, ...]:
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


def batches(samples: Sequence[Array], size: int) -> Iterator[list[Array]]:
    """All samples; the last batch is filled with the first of them, so that none weighs much
    more than others in what is calibrated."""
    count = len(samples[0])
    for start in range(0, count, size):
        places = np.arange(start, start + size) % count
        yield [array[places] for array in samples]


def run_in_batches(model: Model, inputs: Sequence[Array]) -> list[Array]:
    """Each output of `main` for all samples, which pass through in the batches that the
    model was exported for."""
    batch, count = inputs_of(model)[0].shape[0], len(inputs[0])
    parts: list[list[Array]] = []
    for start, filled in zip(range(0, count, batch), batches(inputs, batch), strict=True):
        found = model.run(*filled)
        outputs = found if isinstance(found, tuple) else (found,)
        # Values that have no batch are the same each time.
        parts.append(
            [
                out[: count - start] if out.ndim and len(out) == batch else np.atleast_1d(out)
                for out in outputs
            ]
        )
    return [np.concatenate(part) for part in zip(*parts, strict=True)]
