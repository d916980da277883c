"""Tier T2: undoes matrices and their inverses between layers, such as value and output of
attention heads, query and key, and linear bottlenecks.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from hwlock.attacks.channel_nodes import Node, nodes
from hwlock.attacks.repairs import balancing
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Study
from hwlock.attacks.verified import Verifier

#: What int8 does to a product that is worth a look, and how much of it a repair leaves.
DAMAGE = 0.05
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
    tried: set[Node] = set()
    for node in nodes(study):
        after = study.changed(changed) if changed else study
        if node in tried or (damage := node.damage(after)) <= DAMAGE:
            continue
        tried.add(node)
        found = _balanced(after, node, size)
        if found and node.damage(after.changed(found[1])) <= LEFT * damage:
            size = found[0]
            changed |= found[1]
    return changed


def _balanced(study: Study, node: Node, guess: int) -> tuple[int, dict[str, Array]] | None:
    """The size of the largest blocks that can be balanced, as far as it was looked for,
    and what changes. guess: is taken if it passes and all channels together do not."""
    verifier = Verifier(study, SAMPLES)

    def passing(size: int) -> dict[str, Array] | None:
        change = _in_blocks(study, node, size)
        return change if change and verifier.leaves(change) else None

    best = None
    for size in (node.channels, guess):
        if size > 1 and node.channels % size == 0 and (change := passing(size)):
            return size, change
    size = 1
    for prime in _primes(node.channels):
        if size * prime < node.channels and (change := passing(size * prime)):
            size *= prime
            best = size, change
    return best


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
