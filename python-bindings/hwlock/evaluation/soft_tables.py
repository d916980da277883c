"""Results of soft locks as Markdown; the worst of all seeds, but where each has a row.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Sequence

from . import soft_limits
from .markdown import table
from .soft_targets import GROUPS, Steps, measured, most_left, networks, of_form, worst


def _range(steps: list[dict], what: str) -> str:
    low, high = (100 * f(step[what] for step in steps) for f in (min, max))
    return f"{low:.1f} %" if low == high else f"{low:.1f} to {high:.1f} %"


def _baseline(steps: list[dict]) -> str:
    """Of decoders and MiniLM."""
    known = [step for step in steps if step.get("baseline") is not None]
    return _range(known, "baseline") if known else ""


def kept(results: Steps) -> str:
    """What a lock leaves to who is meant to use the model, and what it costs."""
    rows = []
    for network in networks(results):
        plain, locked = (of_form(results, network, form) for form in ("plain", "locked"))
        if not plain or not locked:
            continue  # not measured yet
        rows.append(
            [network, len(locked), _range(plain, "chance"), _baseline(plain), _range(plain, "score"),
             _range(locked, "score"), f"{max(s['drift'] for s in locked):.1e}",
             f"{max(s['macs'] for s in locked):.3f} x",
             f"{max(s['bytes'] for s in locked):.3f} x"]
        )
    heads = ("network", "seeds", "chance", "baseline", "float32", "float32, locked", "drift at most",
             "multiplications", "bytes")
    return table(heads, rows)


def attacks(results: Steps, forms: Sequence[str] = ("plain", "locked")) -> str:
    """Each attack on each network, in each of its forms."""
    names = networks(results)
    cells = {
        (network, form): most_left(measured(of_form(results, network, form)))
        for network in names
        for form in forms
    }
    rows = []
    for key in dict.fromkeys(key for found in cells.values() for key in found):
        row = list(key)
        for network in names:
            left = [cells[network, form].get(key) for form in forms]
            row.append(" / ".join("" if each is None else f"{100 * each:.1f}" for each in left)
                       if any(each is not None for each in left) else "")
        rows.append(row)
    heads = ("attack", "tier", "rounds", *(f"{network}, %" for network in names))
    return table(heads, rows)


def toolchains(results: Steps) -> str:
    return attacks(results, ("plain", "locked", "tuned"))


def _tuned_row(name: str, step: dict) -> list[str]:
    network, _, seed = name.split("/")
    search = step["search"]
    if "rows" not in step:
        return [f"{network}, {seed}", "nothing found", *[""] * 8]
    left, limit = most_left([step]), step["chance"] + soft_limits.MARGIN
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
    if not rows:
        return "Not measured yet.\n"
    heads = ("network, seed", "options", "most in the search, %", "limit, %",
             *(f"{group}, %" for group in GROUPS), "drift", "multiplications", "tried")
    return table(heads, rows)


def _percents(scores: list[float]) -> str:
    low, high = 100 * min(scores), 100 * max(scores)
    return f"{low:.1f}" if low == high else f"{low:.1f} to {high:.1f}"


def distillation(results: Steps) -> str:
    """Of each network of a kind, float32 and int8."""
    rows = []
    for network in networks(results):
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
