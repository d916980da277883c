"""Results of soft locks as Markdown, and beside their targets; the worst of all seeds.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from . import soft_limits
from .markdown import met, table

#: Each group of attacks that has a target, by its tier and what it rounds.
GROUPS = {
    "T0": ("T0", None),
    "T1, weights and inputs": ("T1", "weights and inputs"),
    "T1, weights alone": ("T1", "weights"),
}

Steps = dict[str, dict]


def _networks(results: Steps) -> list[str]:
    return list(dict.fromkeys(name.split("/")[0] for name in results))


def _of(results: Steps, network: str, form: str) -> list[dict]:
    return [v for k, v in results.items() if k.startswith(f"{network}/{form}/")]


def _left(steps: list[dict]) -> dict[tuple[str, str, str], float]:
    """The most that each attack leaves."""
    worst: dict[tuple[str, str, str], float] = {}
    for step in steps:
        for name, tier, rounds, score in step["rows"]:
            key = (name, tier, rounds)
            worst[key] = max(score, worst.get(key, 0.0))
    return worst


def _range(steps: list[dict], what: str) -> str:
    low, high = (100 * f(step[what] for step in steps) for f in (min, max))
    return f"{low:.1f} %" if low == high else f"{low:.1f} to {high:.1f} %"


def _bigrams(steps: list[dict]) -> str:
    """Of decoders."""
    known = [step for step in steps if step.get("bigrams") is not None]
    return _range(known, "bigrams") if known else ""


def kept(results: Steps) -> str:
    """What a lock leaves to who is meant to use the model, and what it costs."""
    rows = []
    for network in _networks(results):
        plain, locked = (_of(results, network, form) for form in ("plain", "locked"))
        rows.append(
            [network, len(locked), _range(plain, "chance"), _bigrams(plain), _range(plain, "score"),
             _range(locked, "score"), f"{max(s['drift'] for s in locked):.1e}",
             f"{max(s['macs'] for s in locked):.3f} x",
             f"{max(s['bytes'] for s in locked):.3f} x"]
        )
    heads = ("network", "seeds", "chance", "bigrams", "float32", "float32, locked", "drift at most",
             "multiplications", "bytes")
    return table(heads, rows)


def attacks(results: Steps) -> str:
    """Each attack on each network, unlocked and locked."""
    networks = _networks(results)
    cells = {
        (network, form): _left(_of(results, network, form))
        for network in networks
        for form in ("plain", "locked")
    }
    rows = []
    for key in dict.fromkeys(key for found in cells.values() for key in found):
        row = list(key)
        for network in networks:
            pair = [cells[network, form].get(key) for form in ("plain", "locked")]
            row.append(" / ".join("" if left is None else f"{100 * left:.1f}" for left in pair)
                       if pair != [None, None] else "")
        rows.append(row)
    heads = ("attack", "tier", "rounds", *(f"{network}, %" for network in networks))
    return table(heads, rows)


def toolchain_rows(results: Steps) -> list[tuple[str, str, str, str]]:
    rows = []
    for network in _networks(results):
        locked = _of(results, network, "locked")
        limit = max(step["chance"] for step in locked) + soft_limits.MARGIN
        most = max(v for (_, tier, _), v in _left(locked).items() if tier == "T1")
        rows.append((f"soft lock, {network}, toolchains", f"at most {100 * limit:.1f} %",
                     f"{100 * most:.1f} %", met(most <= limit)))
    return rows


def worst(left: dict[tuple[str, str, str], float], group: str) -> tuple[float, str] | None:
    """What the attack of a group that leaves most leaves, and its name; None without any."""
    tier, rounds = GROUPS[group]
    found = [(v, name) for (name, t, r), v in left.items() if t == tier and rounds in (None, r)]
    return max(found, default=None)


def _of_form(what: str, network: str, steps: list[dict]) -> list[tuple[str, str, str, str]]:
    rows = []

    def row(name: str, target: str, reached: str, holds: bool) -> None:
        rows.append((f"{what}, {network}, {name}", target, reached, met(holds)))

    # A search that found nothing has nothing that could be attacked.
    found = [step for step in steps if "rows" in step]
    if len(found) < len(steps):
        row("options that hold", "found", f"for {len(found)} of {len(steps)}", False)
    if not found:
        return rows
    limit = max(step["chance"] for step in found) + soft_limits.MARGIN
    left = _left(found)
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
    for network in _networks(results):
        for form, what in (("locked", "soft lock"), ("tuned", "tuned soft lock")):
            rows += _of_form(what, network, _of(results, network, form))
    return rows


def _tuned_row(name: str, step: dict) -> list[str]:
    network, _, seed = name.split("/")
    search = step["search"]
    if "rows" not in step:
        return [f"{network}, {seed}", "nothing found", *[""] * 7, str(len(search["failed"]))]
    left, limit = _left([step]), step["chance"] + soft_limits.MARGIN
    cells = []
    for group in GROUPS:
        most, attack = worst(left, group) or (0.0, "")
        shown = f"{100 * most:.1f}"
        cells.append(shown if most <= limit else f"**{shown}** ({attack})")
    return [f"{network}, {seed}", search["options"], f"{100 * search['left']:.1f}",
            f"{100 * limit:.1f}", *cells, f"{step['drift']:.1e}", f"{step['macs']:.3f} x",
            str(len(search["trials"]))]


def tuned(results: Steps) -> str:
    """Each network by itself: each has options of its own."""
    rows = [_tuned_row(name, step) for name, step in results.items() if "/tuned/" in name]
    heads = ("network, seed", "options", "most in the search, %", "limit, %",
             *(f"{group}, %" for group in GROUPS), "drift", "multiplications", "tried")
    return table(heads, rows)


def _percents(scores: list[float]) -> str:
    low, high = 100 * min(scores), 100 * max(scores)
    return f"{low:.1f}" if low == high else f"{low:.1f} to {high:.1f}"


def distillation(results: Steps) -> str:
    """Of each network of a kind, float32 and int8."""
    rows = []
    for network in _networks(results):
        steps = [step for name, step in results.items() if name.startswith(f"{network}/")]
        cells = (
            " / ".join(_percents([step[what][column] for step in steps]) for column in (0, 1))
            for what in ("locked", "distilled", "scratch")
        )
        rows.append([network, len(steps), *cells])
    heads = ("network", "seeds", "soft-locked, %", "distilled from it, %", "from labels alone, %")
    return table(heads, rows)


def _best(rows: list[list], tier: str) -> float:
    return max(score for _, of, _, score in rows if of == tier)


def both_locks(results: Steps) -> str:
    rows = []
    for network, found in results.items():
        wrong = found["wrong"]
        leaks = (
            f"{100 * _best(found['before'], tier):.1f} / {100 * _best(found['after'], tier):.1f}"
            for tier in ("T0", "T1")
        )
        rows.append(
            [network, "yes" if found["same_bits"] else "no", f"{found['drift_together']:.1e}",
             f"{found['refused']} of {found['tried']}", wrong["n"],
             f"{100 * wrong['mean']:.1f}, {100 * wrong['max']:.1f}",
             f"{100 * found['chance']:.1f}", *leaks]
        )
    heads = ("network", "bits of the soft lock", "drift of `--resist`", "wrong keys refused",
             "keys without the check", "mean, max, %", "chance, %", "T0, before / after the leak, %",
             "T1, the same, %")
    return table(heads, rows)


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
