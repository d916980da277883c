"""Soft locks beside their targets; the worst of all seeds.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from . import soft_limits
from .markdown import met

#: Each group of attacks that has a target, by its tier and what it rounds.
GROUPS = {
    "T0": ("T0", None),
    "T1, weights and inputs": ("T1", "weights and inputs"),
    "T1, weights alone": ("T1", "weights"),
}

#: Forms that are to hold, as tables call them.
_LOCKED = {"locked": "soft lock", "tuned": "tuned soft lock"}

Steps = dict[str, dict]


def networks(results: Steps) -> list[str]:
    return list(dict.fromkeys(name.split("/")[0] for name in results))


def of_form(results: Steps, network: str, form: str) -> list[dict]:
    return [v for k, v in results.items() if k.startswith(f"{network}/{form}/")]


def measured(steps: list[dict]) -> list[dict]:
    """A search that found nothing has nothing that could be attacked."""
    return [step for step in steps if "rows" in step]


def most_left(steps: list[dict]) -> dict[tuple[str, str, str], float]:
    """The most that each attack leaves."""
    worst: dict[tuple[str, str, str], float] = {}
    for step in steps:
        for name, tier, rounds, score in step["rows"]:
            key = (name, tier, rounds)
            worst[key] = max(score, worst.get(key, 0.0))
    return worst


def toolchain_rows(results: Steps) -> list[tuple[str, str, str, str]]:
    rows = []
    for network in networks(results):
        for form, what in _LOCKED.items():
            steps = measured(of_form(results, network, form))
            if not steps:
                continue
            limit = max(step["chance"] for step in steps) + soft_limits.MARGIN
            most = max(v for (_, tier, _), v in most_left(steps).items() if tier == "T1")
            rows.append((f"{what}, {network}, toolchains", f"at most {100 * limit:.1f} %",
                         f"{100 * most:.1f} %", met(most <= limit)))
    return rows


def worst(left: dict[tuple[str, str, str], float], group: str) -> tuple[float, str] | None:
    """What the attack of a group that leaves most leaves, and its name; None without any."""
    tier, rounds = GROUPS[group]
    found = [(v, name) for (name, t, r), v in left.items() if t == tier and rounds in (None, r)]
    return max(found, default=None)


def _rows_of(what: str, network: str, steps: list[dict]) -> list[tuple[str, str, str, str]]:
    rows = []

    def row(name: str, target: str, reached: str, holds: bool) -> None:
        rows.append((f"{what}, {network}, {name}", target, reached, met(holds)))

    found = measured(steps)
    if len(found) < len(steps):
        row("options that hold", "found", f"for {len(found)} of {len(steps)}", False)
    if not found:
        return rows
    limit = max(step["chance"] for step in found) + soft_limits.MARGIN
    left = most_left(found)
    for group in GROUPS:
        if most := worst(left, group):
            row(group, f"at most {100 * limit:.1f} %", f"{100 * most[0]:.1f} %", most[0] <= limit)
    drift, budget = max(step["drift"] for step in found), soft_limits.drift(network)
    row("drift", f"at most {budget:g}", f"{drift:.1e}", drift <= budget)
    cost = max(step["macs"] for step in found)
    row("multiplications", f"at most {soft_limits.COST} x", f"{cost:.3f} x",
        cost <= soft_limits.COST)
    return rows


def target_rows(results: Steps) -> list[tuple[str, str, str, str]]:
    """With the defaults, and with options that were looked for."""
    rows = []
    for network in networks(results):
        for form, what in _LOCKED.items():
            rows += _rows_of(what, network, of_form(results, network, form))
    return rows


def both_locks_targets(results: Steps) -> list[tuple[str, str, str, str]]:
    rows = []
    for network, found in results.items():
        what, wrong, chance = f"both locks, {network}", found["wrong"], found["chance"]
        rows += [
            (f"{what}, who may run it", "the bits of the soft lock",
             "the same" if found["same_bits"] else "others", met(found["same_bits"])),
            (f"{what}, wrong keys", f"refused; without the check chance, {100 * chance:.1f} %",
             f"{found['refused']} of {found['tried']}; mean {100 * wrong['mean']:.1f} %",
             met(found["refused"] == found["tried"] and wrong["mean_low"] <= 1.1 * chance)),
            (f"{what}, attacks after the key leaked", "as on the soft lock alone",
             "as they were" if found["before"] == found["after"] else "others",
             met(found["before"] == found["after"])),
        ]
    return rows
