"""Tier T1: SpQR.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from hwlock.attacks.formats import round_to_scale
from hwlock.attacks.gptq import BLOCK, compensated, inverse_factor
from hwlock.attacks.rows import Array


def _group_errors(groups: Array, bits: int) -> tuple[Array, Array]:
    """Squared errors of groups [..., size] with the scale of the largest magnitude of
    each, and with that of the second, as if the largest were kept."""
    magnitudes = np.sort(np.abs(groups), axis=-1)
    most = 2 ** (bits - 1) - 1
    scales = magnitudes[..., -1:] / most, magnitudes[..., -2:-1] / most
    first, second = ((round_to_scale(groups, scale, bits) - groups) ** 2 for scale in scales)
    return first, second


def sensitivities(flat: Array, weighing: Array, bits: int, group: int) -> Array:
    """How much less the output is wrong if a weight alone is not rounded: its own error,
    and for the largest of a group what the finer scale does for the others.

    flat: [outputs, inputs]; weighing: what a squared error of each input counts.
    """
    outputs, inputs = flat.shape
    padding = -inputs % group
    groups = np.pad(flat, ((0, 0), (0, padding))).reshape(outputs, -1, group)
    weights = np.pad(weighing, (0, padding)).reshape(1, -1, group)
    first, second = (error * weights for error in _group_errors(groups, bits))
    gain = first.copy()
    largest = np.argmax(np.abs(groups), axis=2)[:, :, None]
    others = np.sum(first - second, axis=2, keepdims=True)
    own = np.take_along_axis(first, largest, 2)
    without = np.take_along_axis(first - second, largest, 2)
    np.put_along_axis(gain, largest, own + others - without, 2)
    found: Array = gain.reshape(outputs, -1)[:, :inputs]
    return found


def spqr(
    rows: Array, gram: Array, bits: int = 8, share: float = 0.01, group: int = 16,
    damping: float = 0.01,
) -> Array:  # fmt: skip
    """The most sensitive weights stay float32, the others are rounded in small groups of
    inputs, and inputs that follow make up for it.

    rows: [outputs, ...], flattened to the inputs of `gram`.
    gram: second moment of the layer's inputs.
    share: of the weights that stay.

    Dettmers et al., "SpQR: A Sparse-Quantized Representation for Near-Lossless LLM Weight
    Compression", arXiv 2306.03078, section 4 and algorithm 1, with exact scales of groups
    where the paper has three bits, and 8 bits where it has 3 or 4.
    """
    flat = rows.reshape(len(rows), -1).astype(np.float64)
    update = inverse_factor(gram, damping)
    # The diagonal of the inverse: equation 1 of the paper.
    weighing = 1 / np.maximum(np.sum(update**2, axis=0), 1e-300)
    gain = sensitivities(flat, weighing, bits, group)
    kept = np.zeros(flat.shape, bool)
    count = max(1, int(share * flat.size))
    kept.reshape(-1)[np.argpartition(-gain.reshape(-1), count - 1)[:count]] = True
    scale = np.zeros(len(flat))

    def quantise(column: int, left: Array) -> Array:
        nonlocal scale
        if column % group == 0:
            inside = kept[:, column : column + group]
            magnitudes = np.where(inside, 0, np.abs(left[:, :group]))
            scale = np.max(magnitudes, axis=1) / (2 ** (bits - 1) - 1)
        rounded = round_to_scale(left[:, 0], scale, bits)
        return np.where(kept[:, column], left[:, 0].astype(np.float32), rounded)

    block = max(group, BLOCK // group * group)
    return compensated(flat, update, quantise, block).astype(np.float32).reshape(rows.shape)
