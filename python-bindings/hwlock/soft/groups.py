"""Amplification of each group of weights: what a pass changes together.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from hwlock.soft.passes import AMPLIFIERS, Amplification, Settings

#: An amplifier, and which of the numbers that it takes.
Group: TypeAlias = tuple[str, int]
Levels: TypeAlias = dict[Group, int]

#: How remarks begin, which say how many groups a pass has found.
_REMARKS = {
    "ln_null_in_factor": "shifted before the",
    "head_mix_kappa": "mixed the",
    "ln_null_out_factor": "shifted the",
    "pos_mix_kappa": "mixed before the",
    "out_mix_kappa": "mixed behind the",
}


def counts_in(remarks: str) -> dict[str, int]:
    """How many groups each amplifier has, by what hwlock-opt says."""
    return {
        name: sum(map(int, re.findall(rf"remark: {verb} outputs of .* in (\d+) group", remarks)))
        for name, verb in _REMARKS.items()
    }


def levels_of(settings: Settings, counts: Mapping[str, int]) -> Levels:
    """The number of each group, in the order of the passes."""
    levels: Levels = {}
    for name in AMPLIFIERS:
        given = getattr(settings, name)
        if given is not None:
            each = given if isinstance(given, tuple) else (given,) * counts[name]
            levels |= {(name, number): level for number, level in enumerate(each)}
    return levels


def with_levels(settings: Settings, levels: Levels) -> Settings:
    """One number for all groups of an amplifier where they are the same."""
    changed: dict[str, Amplification] = {}
    for name in {name for name, _ in levels}:
        each = tuple(level for (amplifier, _), level in levels.items() if amplifier == name)
        changed[name] = each[0] if len(set(each)) == 1 else each
    return settings.amplified(changed)


def raised(levels: Levels, chosen: Iterable[Group], factor: float = 2) -> Levels:
    """Those that may be."""
    more = {group: int(factor * levels[group]) for group in chosen}
    return levels | {group: level for group, level in more.items() if level <= AMPLIFIERS[group[0]][1]}


def scaled(levels: Levels, factor: float, chosen: Iterable[Group] | None = None) -> Levels:
    """All or some by a factor below one, down to one."""
    some = levels if chosen is None else chosen
    return levels | {group: max(1, int(factor * levels[group])) for group in some}


def alone(levels: Levels, group: Group) -> Levels:
    """All others at one, where they amplify nothing."""
    return dict.fromkeys(levels, 1) | {group: levels[group]}
