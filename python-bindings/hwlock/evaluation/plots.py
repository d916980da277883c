"""Plots of the results as SVG files.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

# Text stays text, and the same numbers give the same file.
matplotlib.rcParams.update(
    {"svg.fonttype": "none", "svg.hashsalt": "hwlock", "font.size": 8, "font.family": "sans-serif"}
)
CHAIN_COLOURS = plt.get_cmap("tab10").colors


def _save(figure: plt.Figure, path: pathlib.Path) -> None:
    figure.savefig(path, metadata={"Date": None, "Creator": None}, bbox_inches="tight")
    plt.close(figure)


def confusion(accepts: dict, path: pathlib.Path) -> None:
    """One picture for each form: symbols that differ; a dot where it opens."""
    forms = [name for name in accepts if name != "cpus"]
    figure, axes = plt.subplots(len(forms), 1, figsize=(7.5, 7.2 * len(forms)))
    for axis, form in zip(np.atleast_1d(axes), forms):
        found = accepts[form]
        axis.imshow(np.array(found["distances"]), cmap="viridis_r", interpolation="nearest")
        rows, columns = np.nonzero(np.array(found["opens"]))
        axis.plot(columns, rows, "o", color="crimson", markersize=4)
        ticks = range(len(found["cpus"]))
        axis.set_xticks(ticks, found["cpus"], rotation=90)
        axis.set_yticks(ticks, found["cpus"])
        axis.set_xlabel("opened on")
        axis.set_ylabel("locked to")
        axis.set_title(f"{form}: darker, the more symbols differ; a dot: it opens")
    figure.tight_layout()
    _save(figure, path)


def destruction(results: dict, path: pathlib.Path) -> None:
    """Mean and range of the wrong keys beside chance and the right key."""
    names = list(results)
    figure, axis = plt.subplots(figsize=(7.5, 0.16 * len(names) + 1))
    for row, name in enumerate(reversed(names)):
        found = results[name]
        axis.plot([found["inner_low"], found["max"]], [row, row], color="steelblue", lw=2)
        axis.plot(found["mean"], row, "o", color="navy", ms=3)
        axis.plot(found["chance"], row, "|", color="crimson", ms=8)
        axis.plot(found["right"], row, "x", color="green", ms=4)
    axis.set_yticks(range(len(names)), list(reversed(names)), fontsize=6)
    axis.set_xlim(0, 1.02)
    axis.set_ylim(-1, len(names))
    axis.set_xlabel(
        "accuracy or retrieval: dot mean of the wrong keys, line to the best of them,\n"
        "red chance, green cross the right key"
    )
    _save(figure, path)


def discrimination(results: dict, path: pathlib.Path) -> None:
    """AUC of each test, one panel for what is locked and one colour a chain."""
    groups: dict[str, dict] = {}
    for name, found in results.items():
        what, chain = name.split("/")
        groups.setdefault(what, {})[chain] = {
            **found["tests"],
            **{f"classifier: {k}": v for k, v in found["classifiers"].items()},
        }
    heights = [max(len(tests) for tests in chains.values()) for chains in groups.values()]
    figure, axes = plt.subplots(
        len(groups), 1, figsize=(7, 0.28 * sum(heights) + 1.1 * len(groups)),
        height_ratios=heights,
    )
    for axis, (what, chains) in zip(np.atleast_1d(axes), groups.items()):
        tests = list(dict.fromkeys(test for found in chains.values() for test in found))
        for number, (chain, found) in enumerate(chains.items()):
            at = [tests.index(test) + 0.12 * (number - len(chains) / 2) for test in found]
            axis.errorbar(
                [value["auc"] for value in found.values()], at,
                xerr=[2 * value["error"] for value in found.values()],
                fmt="o", ms=3, lw=1, color=CHAIN_COLOURS[number], label=chain,
            )
        axis.axvline(0.5, color="grey", lw=0.5)
        axis.set_yticks(range(len(tests)), tests)
        axis.invert_yaxis()
        axis.set_xlim(0.2, 1.02)
        axis.set_title(what)
    np.atleast_1d(axes)[0].legend(fontsize=6, loc="lower left")
    figure.tight_layout()
    _save(figure, path)
