"""What a soft lock is held to.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

#: How far above chance an attack may come.
MARGIN = 0.05
#: Multiplications over those of the model.
COST = 1.1

_DRIFT = 2e-4
# Their locks cost nothing, and are to drift less.
_TRANSFORMER_DRIFT = 1e-4
_TRANSFORMERS = ("MiniLM", "GPT", "LLaMA")


def drift(network: str) -> float:
    """The largest change of an output relative to the largest."""
    return _TRANSFORMER_DRIFT if network in _TRANSFORMERS else _DRIFT
