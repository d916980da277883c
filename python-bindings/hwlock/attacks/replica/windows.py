"""How an operand is walked through by windows: the shape of a kernel and its steps.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses

from hwlock.attacks.replica.loops import Loops
from hwlock.attacks.replica.scalars import unsupported


@dataclasses.dataclass(frozen=True)
class Windows:
    operand: int
    #: For each dimension that windows walk along: its number in the operand, the loop over
    #: windows, that over a window, and the step of each.
    axes: list[int]
    outputs: list[int]
    taps: list[int]
    strides: list[int]
    dilations: list[int]
    #: Of a window.
    sizes: list[int]


def windows_of(loops: Loops, operand: int) -> Windows:
    found = Windows(operand, [], [], [], [], [], [])
    for axis in loops.windows(operand):
        index = loops.indices[operand][axis]
        taps = [loop for loop in index if loop in loops.reductions]
        outputs = [loop for loop in index if loop not in loops.reductions]
        if len(taps) != 1 or len(outputs) != 1:
            raise unsupported(loops.operation, "an index of more than a window and a tap")
        found.axes.append(axis)
        found.outputs.append(outputs[0])
        found.taps.append(taps[0])
        found.strides.append(index[outputs[0]])
        found.dilations.append(index[taps[0]])
        found.sizes.append(loops.sizes[taps[0]])
    return found
