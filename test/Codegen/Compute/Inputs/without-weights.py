"""Copies a module without its vault, resources and the names of its weights.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import re
import sys

text = sys.stdin.read()
text = re.sub(r"^  hwlock\.vault .*?^  \}\n", "", text, flags=re.DOTALL | re.MULTILINE)
text = re.sub(r"^\{-#.*?#-\}\n", "", text, flags=re.DOTALL | re.MULTILINE)
text, weights = re.subn(r"\{hwlock\.weight = [^{}]*\}", "{hwlock.weight}", text)
if not weights:
    sys.exit("no weight in this module")
sys.stdout.write(text)
