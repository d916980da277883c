"""Tier T2: what undoes a lock that the attacker knows.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from hwlock.attacks.rows import Array


def centred(rows: Array, bias: Array | None = None) -> tuple[Array, Array | None]:
    """A weight, and its bias, without the mean over the outputs.

    A layer normalisation subtracts that mean from what it reads, so that this leaves the
    function as it is, and a vector which a lock added to all outputs alike is gone.

    rows: [outputs, ...].
    """
    wide = rows.astype(np.float64)
    weight = (wide - wide.mean(0, keepdims=True)).astype(np.float32)
    if bias is None:
        return weight, None
    return weight, (bias - bias.astype(np.float64).mean()).astype(np.float32)


def balanced(first: Array, second: Array, seed: int = 0) -> tuple[Array, Array]:
    """Two matrices with the product `second @ first`, as well conditioned as it allows.

    Between linear layers, such as value and output of an attention head, or its query
    and key, a lock may put any matrix and its inverse: W1 -> M W1, W2 -> W2 M^-1. The
    product does not change. Its singular values are shared between the factors; a random
    rotation spreads them over the channels, so that no channel is larger than another.

    first: [inner, inputs]; second: [outputs, inner].
    """
    inner = len(first)
    # The product itself has the rank of the inner dimension; small factors of it do.
    q1, r1 = np.linalg.qr(first.astype(np.float64).T)
    q2, r2 = np.linalg.qr(second.astype(np.float64))
    left, values, right = np.linalg.svd(r2 @ r1.T)
    rng = np.random.default_rng(seed)
    rotation, _ = np.linalg.qr(rng.standard_normal((inner, inner)))
    root = np.sqrt(values)
    new_first = rotation.T @ (root[:, None] * (right @ q1.T))
    new_second = (q2 @ left * root) @ rotation
    return new_first.astype(np.float32), new_second.astype(np.float32)
