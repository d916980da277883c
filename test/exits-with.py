"""Runs a command and fails unless it ends with the given exit code.

Usage: exits-with.py CODE COMMAND...; a signal is never the right end.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import subprocess
import sys

expected = int(sys.argv[1])
found = subprocess.run(sys.argv[2:]).returncode
if found != expected:
    print(f"exits-with: expected exit code {expected}, found {found}", file=sys.stderr)
sys.exit(found != expected)
