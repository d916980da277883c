"""Tier T1: random rotations.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import functools

import numpy as np

from hwlock.attacks.rows import Array


@functools.lru_cache(maxsize=16)
def random_rotation(channels: int, seed: int = 0) -> Array:
    """An orthogonal matrix, of all with the same probability.

    After it no channel is larger than others, so that integers waste no bits on
    outliers: Ashkboos et al., "QuaRot: Outlier-Free 4-Bit Inference in Rotated LLMs",
    arXiv 2404.00456, with random Hadamard matrices, and Chee et al., "QuIP: 2-Bit
    Quantization of Large Language Models With Guarantees", arXiv 2307.13304, with random
    orthogonal ones, which there are for all numbers of channels.
    """
    rng = np.random.default_rng(seed)
    found, upper = np.linalg.qr(rng.standard_normal((channels, channels)))
    # Without the signs it would not be uniform: Mezzadri, arXiv math-ph/0609050.
    matrix: Array = (found * np.sign(np.diag(upper))).astype(np.float32)
    return matrix


def rotated_inputs(rows: Array, rotation: Array) -> Array:
    """The weight of a layer that reads `rotation @ channels`: [outputs, inputs, taps]."""
    turned: Array = np.einsum("oct,dc->odt", rows.astype(np.float64), rotation, optimize=True)
    return turned.astype(np.float32)


def rotated_gram(gram: Array, rotation: Array) -> Array:
    """The second moment, [inputs * taps]^2, of channels that were rotated."""
    size = len(rotation)
    taps = len(gram) // size
    parts = gram.reshape(size, taps, size, taps)
    turned: Array = np.einsum("dc,csbt->dsbt", rotation, parts, optimize=True)
    turned = np.einsum("eb,dsbt->dset", rotation, turned, optimize=True)
    return turned.reshape(gram.shape)
