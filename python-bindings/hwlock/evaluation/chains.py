"""The probe chains, and the grid of the quantiser.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import re

from .provenance import ROOT

# Symbols that the code corrects (include/hwlock/Core/VaultLayout.h).
CORRECTABLE = 4
COUNT = 192
# LLVM's models do not follow the x87 stack, and llvm-mca 22 does not return for
# these two on sapphirerapids.
UNMODELLED = re.compile(r".*87|dpps|aeskeygen")

_CHAIN = re.compile(
    r'^HWLOCK_CHAIN\((\d+), (\w+), (\w+), (\w+), \w+, "(.*?)", ".*"\)$', re.MULTILINE
)


@dataclasses.dataclass(frozen=True)
class Chain:
    id: int
    name: str
    feature: str
    unit: str
    body: str


def all_chains() -> list[Chain]:
    text = (ROOT / "include/hwlock/Core/Chains.def").read_text()
    return [Chain(int(id), *rest) for id, *rest in _CHAIN.findall(text)]


def quiet_names() -> list[str]:
    """The chains of the garbage policy."""
    source = (ROOT / "lib/Core/QuietChains.cpp").read_text()
    return re.findall(r"\w+", re.search(r"quiet\[\] = \{(.*?)\}", source, re.DOTALL)[1])


def quantise(cycles: float) -> int:
    """As lib/Core/Quantiser.cpp; no cycles are an instruction that is absent."""
    latency = round(cycles * 1024)
    if latency == 0:
        return 0
    if latency < 10752:
        return max(1, (latency + 512) // 1024)
    symbol, edge = 11, 10752 * 116 // 100
    while latency >= edge:
        symbol, edge = symbol + 1, edge * 116 // 100
    return symbol
