"""Tier T2: undoes matrices and their inverses between layers, such as value and output of
attention heads, query and key, and linear bottlenecks.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Iterator

import numpy as np

from hwlock.attacks.channel_nodes import Node, divisors, nodes
from hwlock.attacks.repairs import balancing
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Study
from hwlock.attacks.verified import Verifier

#: What int8 does to a product, or how uneven its channels are, that is worth a look.
DAMAGE, SPREAD = 0.05, 64.0
#: How much of it a repair leaves at most.
LEFT = 0.5
#: Samples that tell whether a matrix passes.
SAMPLES = 4


def balanced_pairs(study: Study) -> dict[str, Array]:
    """Pairs of layers whose product int8 damages, and between which any matrix passes in
    blocks (a head each), with `balancing()` matrices.

    That one passes is tried out: those matrices are random rotations of each other, and
    the outputs stay as they are.
    """
    changed: dict[str, Array] = {}
    size = 0
    # Some are candidates beside several readers.
    for node in dict.fromkeys(nodes(study)):
        after = study.changed(changed) if changed else study
        before = _suspicion(node, after)
        if before <= 1:
            continue
        found = _balanced(after, node, size)
        if found and _suspicion(node, after.changed(found[1])) <= LEFT * before:
            size = found[0]
            changed |= found[1]
    return changed


def _suspicion(node: Node, study: Study) -> float:
    """Above 1 it is one."""
    spread = node.spread(study) / SPREAD if node.dual else 0.0
    return max(node.damage(study) / DAMAGE, spread)


def _balanced(study: Study, node: Node, guess: int) -> tuple[int, dict[str, Array]] | None:
    """The size of the largest blocks that can be balanced, as far as it was looked for,
    and what changes. guess: is taken if it passes and all channels together do not."""
    verifier = Verifier(study, SAMPLES)

    def passing(change: dict[str, Array] | None) -> dict[str, Array] | None:
        return change if change and verifier.leaves(change) else None

    for size in (node.size,) if node.size else (node.channels, guess):
        if size > 1 and node.channels % size == 0:
            if change := passing(_in_blocks(study, node, size)):
                return size, change
    best = None
    size = 1
    for prime in () if node.size else _primes(node.channels):
        if size * prime < node.channels:
            if change := passing(_in_blocks(study, node, size * prime)):
                size *= prime
                best = size, change
    if best:
        return best
    scaled = (_scaled(study, node, *layout) for layout in _layouts(node))
    return next(((1, change) for change in scaled if passing(change)), None)


def _layouts(node: Node) -> Iterator[tuple[int, tuple[int, int], int]]:
    """Blocks in which a scale passes where no matrix does: their size, as two axes, and the
    one along which channels share it. Each channel alone, as between a gated layer and the
    next; both of each pair that a rotary embedding turns, which are neighbours or in halves
    of a head: Su et al., "RoFormer", arXiv 2104.09864."""
    yield node.size or node.channels, (node.size or node.channels, 1), 1
    if node.dual:
        for size in (node.size,) if node.size else divisors(node.channels):
            if size % 2 == 0:
                yield size, (size // 2, 2), 1
                yield size, (2, size // 2), 0


def _scaled(
    study: Study, node: Node, size: int, shape: tuple[int, int], axis: int
) -> dict[str, Array]:
    """What is written and read has the same norm."""
    first, second = node.factors(study)
    norms = [
        np.sum(np.square(factor).reshape(-1, *shape, factor.shape[1]), (axis + 1, 3), keepdims=True)
        for factor in (first, second.T)
    ]
    ratio = (np.maximum(norms[1], 1e-300) / np.maximum(norms[0], 1e-300)) ** 0.25
    scales = np.broadcast_to(ratio, (len(ratio), *shape, 1)).reshape(-1, size)
    forward, back = (each[:, :, None] * np.eye(size) for each in (scales, 1 / scales))
    return node.changed(study, forward, back)


def _in_blocks(study: Study, node: Node, size: int) -> dict[str, Array] | None:
    """Nothing if a product has not the rank that it needs."""
    first, second = node.factors(study)
    found = [
        balancing(first[start : start + size], second[:, start : start + size], start)
        for start in range(0, node.channels, size)
    ]
    pairs = [pair for pair in found if pair is not None]
    if len(pairs) < len(found):
        return None
    forward, back = zip(*pairs, strict=True)
    return node.changed(study, np.stack(forward), np.stack(back))


def _primes(number: int) -> list[int]:
    found = []
    divisor = 2
    while number > 1:
        while number % divisor == 0:
            found.append(divisor)
            number //= divisor
        divisor += 1
    return found
