"""How strong a hard lock is, in numbers: scripts/evaluate.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
