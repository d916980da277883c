"""False accepts: which other CPUs open a model.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

The error policy is asked twice: with the chains that enrolment keeps on a
virtual machine, where only some are never disturbed, and with all.
"""

import json

from . import chains, cpus, progress
from .cpus import Cpu
from .programs import Programs
from .sizes import Sizes
from .store import Store

# The CPU whose random neighbours are tried.
BASE = "this machine"


def probes(cpu: Cpu, names: list[str], virtual: bool) -> list[int]:
    """Identifiers of what enrolment keeps at best: absence counts anywhere."""
    known = [chain for chain in chains.all_chains() if chain.name in names]
    return [
        chain.id
        for chain in known
        if not virtual or chain.unit == "Other" or not cpu.get(chain.name)
    ]


def question(found: dict[str, Cpu], names: list[str], virtual: bool, sizes: Sizes,
             seed: int) -> dict:
    """Input of hwlock-test-evaluate classes."""
    ids = {chain.name: chain.id for chain in chains.all_chains()}
    classes = []
    for cpu in found.values():
        clock = [0] * chains.COUNT
        for name in names:
            clock[ids[name]] = round(1024 * cpu.get(name, 0))
        classes.append({"clock": clock, "probes": probes(cpu, names, virtual)})
    return {
        "classes": classes,
        "base": list(found).index(BASE),
        "distances": sizes.distances,
        "neighbours": sizes.neighbours,
        "seed": seed,
    }


def distances(found: dict[str, Cpu], used: dict[str, list[str]]) -> list[list[int]]:
    """Symbols of the first that differ on the second."""
    return [
        [
            sum(
                chains.quantise(locked.get(chain, 0)) != chains.quantise(cpu.get(chain, 0))
                for chain in used[name]
            )
            for cpu in found.values()
        ]
        for name, locked in found.items()
    ]


def _used(found: dict[str, Cpu], names: list[str], form: str) -> dict[str, list[str]]:
    if form == "garbage":
        quiet = [name for name in chains.quiet_names() if name in names]
        return {name: quiet for name in found}
    by_id = {chain.id: chain.name for chain in chains.all_chains()}
    virtual = form == "error, virtual"
    return {
        name: [by_id[id] for id in probes(cpu, names, virtual)]
        for name, cpu in found.items()
    }


def _all_cpus(programs: Programs, sizes: Sizes) -> dict[str, Cpu]:
    program = programs.bin / "hwlock"
    progress.show("false accepts: measuring this machine and emulators")
    return {
        **cpus.simulated(),
        **cpus.measured(),
        BASE: cpus.doctor([], program, sizes.emulated),
        **cpus.emulated(program, sizes.emulated),
    }


def measure(programs: Programs, store: Store, sizes: Sizes) -> None:
    names = cpus.common_chains()
    # The step keeps what the CPUs measured, so that all forms see the same.
    found = store.step("cpus", lambda: {"cycles": _all_cpus(programs, sizes)})["cycles"]
    for form, virtual in (("error, virtual", True), ("error, real", False), ("garbage", False)):
        progress.show(f"false accepts: {form}")

        def compute(form: str = form, virtual: bool = virtual) -> dict:
            path = programs.folder / "classes.json"
            path.write_text(json.dumps(question(found, names, virtual, sizes, store.seed)))
            answers = json.loads(programs.evaluate("classes", path))
            used = _used(found, names, form)
            return {
                "cpus": list(found),
                "symbols": [len(used[name]) for name in found],
                "distances": distances(found, used),
                **answers[form.split(",")[0]],
            }

        store.step(form, compute)
