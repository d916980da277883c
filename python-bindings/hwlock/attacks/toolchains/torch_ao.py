"""torchao: nn.Linear in integers, and static quantisation of exported programs.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import copy
from collections.abc import Sequence

import torch
from torch import fx, nn
from torchao import quantization
from torchao.core.config import AOBaseConfig
from torchao.quantization.granularity import PerGroup
from torchao.quantization.pt2e import quantize_pt2e
from torchao.quantization.pt2e.quantizer import x86_inductor_quantizer as x86

from hwlock.attacks.batches import batches
from hwlock.attacks.rows import Array
from hwlock.attacks.toolchains import samples

GROUP = 32


def dynamic_int8() -> AOBaseConfig:
    return quantization.Int8DynamicActivationInt8WeightConfig()


def weights_int8() -> AOBaseConfig:
    return quantization.Int8WeightOnlyConfig()


def weights_int4() -> AOBaseConfig:
    int4 = torch.int4  # type: ignore[attr-defined]
    return quantization.IntxWeightOnlyConfig(int4, PerGroup(GROUP))


def linear(
    module: fx.GraphModule,
    calibration: Sequence[Array],
    inputs: Sequence[Array],
    *,
    config: AOBaseConfig,
) -> Array:
    """quantize_(): nn.Linear alone, convolutions stay as they are."""
    changed = copy.deepcopy(module)
    quantization.quantize_(changed, config)
    return samples.run(samples.torch_runner(changed), inputs, samples.batch_of(module))


def static(module: fx.GraphModule, calibration: Sequence[Array], inputs: Sequence[Array]) -> Array:
    """Quantisation of an exported program (PT2E) for the CPU: what layers read, by a
    histogram of what the samples show, and their weights, per channel."""
    size = samples.batch_of(module)
    batch = next(batches(inputs, size))
    program = torch.export.export(copy.deepcopy(module), tuple(map(torch.from_numpy, batch)))
    quantizer = x86.X86InductorQuantizer()
    config = x86.get_default_x86_inductor_quantization_config()
    for kind in (nn.Linear, nn.Conv2d):
        quantizer.set_module_type_qconfig(kind, config)
    prepared = quantize_pt2e.prepare_pt2e(program.module(), quantizer)
    for each in batches(calibration, size):
        samples.torch_runner(prepared)(each)
    converted = quantize_pt2e.convert_pt2e(prepared)
    return samples.run(samples.torch_runner(converted), inputs, size)
