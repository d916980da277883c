"""Runs a command in which SLOT stands for the identifier of a slot.

Usage: with-slot.py LOCKED NUMBER COMMAND...

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import subprocess
import sys

locked, number, *command = sys.argv[1:]
listed = subprocess.run(
    ["hwlock", "slot", "list", locked, "--json"], check=True, stdout=subprocess.PIPE
)
slot = json.loads(listed.stdout)["slots"][int(number)]["id"]
command = [slot if word == "SLOT" else word for word in command]
sys.exit(subprocess.run(command).returncode)
