"""optimum-quanto: weights, and with calibration activations, of nn.Linear and nn.Conv2d.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import copy
from collections.abc import Sequence

import torch
from optimum import quanto
from torch import fx

from hwlock.attacks.batches import batches
from hwlock.attacks.rows import Array
from hwlock.attacks.toolchains import samples


def quantised(
    module: fx.GraphModule,
    calibration: Sequence[Array],
    inputs: Sequence[Array],
    *,
    weights: quanto.qtype,
    activations: quanto.qtype | None = None,
) -> Array:
    """Weights per channel, activations per tensor by what the samples show."""
    size = samples.batch_of(module)
    changed = copy.deepcopy(module)
    quanto.quantize(changed, weights=weights, activations=activations)
    if activations is not None:
        with torch.no_grad(), quanto.Calibration():
            for batch in batches(calibration, size):
                samples.torch_runner(changed)(batch)
    quanto.freeze(changed)
    return samples.run(samples.torch_runner(changed), inputs, size)
