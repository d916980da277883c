"""Each target of the evaluation beside what was reached.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Callable

from . import soft_targets
from .markdown import met

Row = tuple[str, str, str, str]

# A test no better than this is no test.
AUC_LIMIT = 0.55
REJECT_LIMIT = 1e-3
CORRECTED = {"error, virtual": 4, "error, real": 4, "garbage": 0}
EMULATORS = ("qemu-x86_64", "valgrind")


def rejects(results: dict) -> list[Row]:
    rows = []
    for policy, target in (("error", "0"), ("garbage", "below 1 in 1,000")):
        steps = [v for k, v in results.items() if k.startswith(policy)]
        opens, rejected = (sum(step[name] for step in steps) for name in ("opens", "rejected"))
        holds = rejected == 0 if policy == "error" else rejected < REJECT_LIMIT * opens
        rows.append((f"false rejects, `{policy}`", target, f"{rejected} of {opens:,}", met(holds)))
    return rows


def accepts(results: dict) -> list[Row]:
    opened, tried, emulated = 0, 0, 0
    for form, limit in CORRECTED.items():
        found = results[form]
        here = found["opens"][found["cpus"].index("this machine")]
        emulated += sum(here[found["cpus"].index(e)] for e in EMULATORS if e in found["cpus"])
        opened += sum(found["neighbours"][limit:])
        tried += len(found["neighbours"][limit:])
    return [
        ("an emulator opens", "never", f"{emulated} of {len(CORRECTED) * len(EMULATORS)}",
         met(emulated == 0)),
        ("random neighbours beyond the correction open", "none",
         f"{opened} at {tried} distances and forms", met(opened == 0)),
    ]


def destruction(results: dict) -> list[Row]:
    """The worst cell of each chain."""
    rows = []
    for chain in dict.fromkeys(name.split("/")[1] for name in results):
        cells = {k: v for k, v in results.items() if k.split("/")[1] == chain}
        for network in dict.fromkeys(name.split("/")[0] for name in cells):
            mine = [v for k, v in cells.items() if k.startswith(network + "/")]
            mean, best = max(v["mean"] for v in mine), max(v["max"] for v in mine)
            chance = mine[0]["chance"]
            # The interval of one cell of many may miss chance by accident.
            holds = all(v["mean_low"] <= 1.1 * chance for v in mine)
            rows.append(
                (f"wrong keys, `{chain}`, {network}", f"chance, {100 * chance:.1f} %",
                 f"mean at most {100 * mean:.1f} %, best key {100 * best:.1f} %", met(holds))
            )
    return rows


def indistinguishability(results: dict) -> list[Row]:
    rows = []
    for name, found in results.items():
        what, chain = name.split("/")
        if chain != "pretransform,aes":
            continue
        for test in ("table fit", "mantissa"):
            if test in found["tests"]:
                auc = found["tests"][test]["auc"]
                # Below 0.5 the right decode stands out by standing out less.
                auc = max(auc, 1 - auc)
                rows.append((f"{test}, `{chain}`, {what}", f"AUC at most {AUC_LIMIT}",
                             f"{auc:.2f}", met(auc <= AUC_LIMIT)))
    return rows


PARTS: dict[str, Callable[[dict], list[Row]]] = {
    "rejects": rejects,
    "accepts": accepts,
    "destruction": destruction,
    "indistinguishability": indistinguishability,
    "soft": soft_targets.target_rows,
    "toolchains": soft_targets.toolchain_rows,
    "both_locks": soft_targets.both_locks_targets,
}
