"""Results as Markdown, for docs/Evaluation.md; nothing but the standard library.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import pathlib
from collections.abc import Callable

from . import soft_tables, targets
from .markdown import table


def _runs(results: dict) -> str:
    """Where and when the steps ran."""
    runs = [step["run"] for step in results.values()]
    first, last = min(r["date"] for r in runs), max(r["date"] for r in runs)
    loads = [r["load"] for r in runs]
    commits = sorted({r["commit"] for r in runs})
    cpus = " and ".join(sorted({r["cpu"] for r in runs}))
    return (
        f"{cpus}, {runs[0]['threads']} threads, Linux {runs[0]['kernel']}; {first} to {last}; "
        f"load {min(loads)} to {max(loads)}; seed {runs[0]['seed']}; "
        f"commit {', '.join(commits)}.\n"
    )


def rejects(results: dict) -> str:
    rows = []
    for policy in ("error", "garbage"):
        steps = {k: v for k, v in results.items() if k.startswith(policy)}
        for name, found in steps.items():
            rows.append(
                [policy, name.split("/")[1], found["opens"], found["rejected"],
                 f"{100 * found['high']:.3f} %", f"{found['ms'][0]:.0f} / {found['ms'][2]:.0f}", found["run"]["load"]]
            )
        opens = sum(found["opens"] for found in steps.values())
        rejected = sum(found["rejected"] for found in steps.values())
        rows.append([policy, "**together**", opens, f"**{rejected}**", "", "", ""])
    heads = ("policy", "while", "opens", "rejected", "95 % bound", "ms, median / longest",
             "load before")
    return table(heads, rows)


def shared_classes(results: dict) -> str:
    """Which CPUs open what is locked to another, by form."""
    lines = []
    for form in (name for name in results if name != "cpus"):
        found = results[form]
        names = found["cpus"]
        pairs = []
        for row, locked in enumerate(names):
            others = [
                f"{name} ({found['distances'][row][column]})"
                for column, name in enumerate(names)
                if column != row and found["opens"][row][column]
            ]
            if others:
                pairs.append([locked, ", ".join(others)])
        count = sum(map(sum, found["opens"])) - len(names)
        lines.append(f"**{form}**: {count} of {len(names) * (len(names) - 1)} pairs.\n")
        lines.append(table(("locked to", "also opens on (symbols that differ)"), pairs))
    return "\n".join(lines)


def neighbours(results: dict) -> str:
    forms = [name for name in results if name != "cpus"]
    distances = range(1, 1 + len(results[forms[0]]["neighbours"]))
    rows = [[form, *results[form]["neighbours"]] for form in forms]
    return table(("random neighbours that open, at distance", *distances), rows)


def _percent(found: dict) -> str:
    """Mean with its interval, and the largest."""
    low, high = 100 * found["mean_low"], 100 * found["mean_high"]
    return f"{100 * found['mean']:.1f} ({low:.1f} to {high:.1f}), {100 * found['max']:.1f}"


def destruction(results: dict) -> str:
    rows = []
    for cell in dict.fromkeys(name.rpartition("/")[0] for name in results):
        far, near = results[f"{cell}/far"], results[f"{cell}/near"]
        network, chain, source = cell.split("/")
        rows.append(
            [network, f"`{chain}`", source, far["n"], _percent(far), near["n"], _percent(near),
             f"{100 * far['chance']:.1f}", f"{100 * far['right']:.1f}",
             f"{100 * far['not_finite'] / far['n']:.0f}", f"{far['output_spread']['auc']:.2f}",
             f"{far['ms_per_key']:.1f}"]
        )
    heads = ("network", "chain", "source", "keys", "mean (95 %), max", "nearest",
             "mean (95 %), max", "chance", "right", "not finite, %", "spread, AUC", "ms a key")
    return table(heads, rows)


def controls(results: dict) -> str:
    rows = [[name, found["n"], _percent(found)] for name, found in results.items()]
    return table(("MiniLM without what it learnt", "draws", "mean (95 %), max"), rows)


def cosines(results: dict) -> str:
    """Of embeddings under wrong keys with the right ones."""
    rows = []
    for name, found in results.items():
        if "cosine" in found:
            network, chain, source, kind = name.split("/")
            cosine = found["cosine"]
            rows.append([f"`{chain}`", source, kind, found["n"], f"{cosine['mean']:.3f}",
                         f"{cosine['inner_low']:.3f} to {cosine['inner_high']:.3f}",
                         f"{cosine['max']:.3f}"])
    return table(("chain", "source", "keys", "n", "mean cosine", "95 % of keys", "max"), rows)


def discrimination(results: dict) -> str:
    lines = []
    for what in dict.fromkeys(name.split("/")[0] for name in results):
        chains = {k.split("/")[1]: v for k, v in results.items() if k.startswith(what + "/")}
        tests = list(dict.fromkeys(test for v in chains.values() for test in v["tests"]))
        kinds = list(next(iter(chains.values()))["classifiers"])
        rows = []
        for test in tests:
            cells = [v["tests"].get(test) for v in chains.values()]
            cost = max(v["ms_per_guess"].get(test, 0) for v in chains.values())
            rows.append([test, *(f"{c['auc']:.2f} ± {c['error']:.2f}" if c else ""
                                 for c in cells), f"{cost:.1f}"])
        for kind in kinds:
            cells = [v["classifiers"][kind] for v in chains.values()]
            rows.append([f"classifier: {kind}",
                         *(f"{c['auc']:.2f} ± {c['error']:.2f}" for c in cells), "all"])
        counts = {f"{v['right']} right and {v['wrong']} wrong decodes of {v['tensors']} tensors"
                  for v in chains.values()}
        lines.append(f"**{what}**: {'; '.join(sorted(counts))} for each chain.\n")
        lines.append(table(("test", *(f"`{c}`" for c in chains), "ms a guess"), rows))
    return "\n".join(lines)


def cost(results: dict) -> str:
    rows = []
    for name, found in results.items():
        network, *lock = name.split("/")
        rows.append([network, " ".join(lock), f"{found['open_ms']:.0f}",
                     f"{found['load_ms']:.1f}", f"{found['bytes'] / 1e6:.2f} MB",
                     f"{100 * (found['bytes'] / found['plain_bytes'] - 1):+.1f} %"])
    heads = ("network", "lock", "open, ms", "decode and pack, ms", "file", "size")
    return table(heads, rows)


PARTS: dict[str, tuple[str, Callable[[dict], str]]] = {
    "rejects": ("rejects", rejects),
    "classes": ("accepts", shared_classes),
    "neighbours": ("accepts", neighbours),
    "destruction": ("destruction", destruction),
    "cosines": ("destruction", cosines),
    "controls": ("controls", controls),
    "discrimination": ("indistinguishability", discrimination),
    "cost": ("cost", cost),
    "kept": ("soft", soft_tables.kept),
    "attacks": ("soft", soft_tables.attacks),
    "tuned": ("soft", soft_tables.tuned),
    "toolchains": ("toolchains", soft_tables.toolchains),
    "distillation": ("distillation", soft_tables.distillation),
    "both-locks": ("both_locks", soft_tables.both_locks),
}
# The command that measures a part.
COMMANDS = {"soft": "soft", "toolchains": "soft toolchains", "both_locks": "soft both_locks"}


# What stands below a part, if scripts/evaluate plot has drawn it.
PICTURES = {
    "classes": "Which CPU opens what is locked to another",
    "destruction": "Wrong keys beside chance and the right key",
    "discrimination": "AUC of each test",
}


def _results(folder: pathlib.Path, file: str) -> dict:
    """Nothing if the part was not measured."""
    path = folder / f"{file}.json"
    return json.loads(path.read_text()) if path.exists() else {}


def summary(folder: pathlib.Path) -> str:
    """All targets, with the command that measures each."""
    rows = []
    for file, rows_of in targets.PARTS.items():
        results = _results(folder, file)
        if results:
            rows += [[*row, f"`scripts/evaluate {COMMANDS.get(file, f'hard {file}')}`"] for row in rows_of(results)]
    return table(("what", "target", "reached", "met", "command"), rows)


def part(name: str, folder: pathlib.Path) -> str:
    """One generated part of the page, with where it comes from."""
    if name == "targets":
        return summary(folder)
    file, write = PARTS[name]
    results = _results(folder, file)
    if not results:
        return "Not measured yet.\n"
    text = f"{write(results)}\n{_runs(results)}"
    picture = folder / f"{file}.svg"
    if name in PICTURES and picture.exists():
        text += f"\n![{PICTURES[name]}](evaluation/{picture.name})\n"
    return text
