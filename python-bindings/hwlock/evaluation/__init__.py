"""How strong locks are, in numbers: scripts/evaluate.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
