"""Dumps the pipeline of lock-model for every combination of its options, and
each dump once more from its own text.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

usage: dump-combinations.py HWLOCK-OPT MODEL.mlir PROFILE.hwp PROFILE2.hwp
"""

import itertools
import re
import subprocess
import sys

program, model, *profiles = sys.argv[1:]

# Each option with what may be written for it and what the dump then says; None
# leaves it out.
CHOICES = {
    "chain": {
        None: "{aes}",
        "aes": "{aes}",
        "shuffle,pretransform,aes256": "{shuffle,pretransform,aes256}",
    },
    "fingerprint": {
        None: "{clock,precision}",
        "clock": "{clock}",
        "precision": "{precision}",
        "precision,clock": "{precision,clock}",
    },
    "on-mismatch": {None: "error", "error": "error", "garbage": "garbage"},
    "profile": {
        profiles[0]: "{%s}" % profiles[0],
        ",".join(profiles): "{%s}" % ",".join(profiles),
    },
    "unlock": {None: "eager", "eager": "eager"},
}

EXPECTED = (
    "builtin.module(hwlock-check-lockable,hwlock-mark-weights,"
    "hwlock-seal{%s},hwlock-insert-open,hwlock-verify-sealed)"
)


def dump(*flags: str) -> tuple[int, str]:
    """Exit status, and the pipeline in one line."""
    command = [program, model, "--dump-pass-pipeline", "-o", "/dev/null", *flags]
    done = subprocess.run(command, capture_output=True, text=True)
    pipeline = re.search(r"^builtin\.module\(.*?^\)", done.stderr, re.M | re.S)
    text = pipeline.group() if pipeline else done.stderr
    return done.returncode, re.sub(r"\n\s*", "", text)


count = 0
for chosen in itertools.product(*(choices.items() for choices in CHOICES.values())):
    given = dict(zip(CHOICES, chosen))
    text = " ".join(f"{k}={v[0]}" for k, v in given.items() if v[0])
    expected = EXPECTED % " ".join(f"{k}={v[1]}" for k, v in given.items())
    # A vault of the policy garbage has exactly one slot.
    lockable = given["on-mismatch"][1] == "error" or given["profile"][0] in profiles
    status, found = dump(f"--lock-model={text}")
    assert found == expected, f"{text}\nexpected {expected}\nfound    {found}"
    assert (status == 0) == lockable, f"{text}: exit {status}"
    again = dump(f"--pass-pipeline={found}")
    assert again == (status, found), f"{text}\nfound {found}\nagain {again}"
    count += 1
print(f"{count} combinations")
