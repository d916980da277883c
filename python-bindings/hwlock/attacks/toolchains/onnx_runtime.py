"""ONNX Runtime's static and dynamic quantisation.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

The module is exported to ONNX, prepared and quantised as ONNX Runtime's documentation says,
and run by ONNX Runtime.
"""

import contextlib
import io
import logging
import pathlib
import tempfile
import warnings
from collections.abc import Iterator, Sequence

import onnxruntime
import torch
from onnxruntime import quantization
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import fx

from hwlock.attacks.batches import batches
from hwlock.attacks.rows import Array
from hwlock.attacks.toolchains import samples

METHODS = {
    "MinMax": quantization.CalibrationMethod.MinMax,
    "Entropy": quantization.CalibrationMethod.Entropy,
    "Percentile": quantization.CalibrationMethod.Percentile,
}
#: Products of matrices, convolutions among them.
LAYERS = ("Conv", "Gemm", "MatMul")
_OPSET = 17


def static(
    module: fx.GraphModule,
    calibration: Sequence[Array],
    inputs: Sequence[Array],
    *,
    method: str = "MinMax",
    per_channel: bool = False,
    operations: Sequence[str] | None = LAYERS,
) -> Array:
    """Weights and activations of these operations in int8; None: of all that can be."""
    with _exported(module, inputs) as (source, target):
        quantization.quantize_static(
            source, target, _Reader(module, calibration),
            quant_format=quantization.QuantFormat.QDQ,
            per_channel=per_channel,
            weight_type=quantization.QuantType.QInt8,
            activation_type=quantization.QuantType.QInt8,
            op_types_to_quantize=operations,
            calibrate_method=METHODS[method],
        )  # fmt: skip
        return _run(module, target, inputs)


def dynamic(
    module: fx.GraphModule,
    calibration: Sequence[Array],
    inputs: Sequence[Array],
    *,
    per_channel: bool = False,
) -> Array:
    """Weights are 8 bits, activations too, by the range that they have in each run."""
    with _exported(module, inputs) as (source, target):
        # ConvInteger takes no signed weights.
        quantization.quantize_dynamic(
            source, target, per_channel=per_channel, weight_type=quantization.QuantType.QUInt8
        )
        return _run(module, target, inputs)


class _Reader(quantization.CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, module: fx.GraphModule, calibration: Sequence[Array]):
        self._batches = batches(calibration, samples.batch_of(module))

    def get_next(self) -> dict[str, Array] | None:
        batch = next(self._batches, None)
        return None if batch is None else _named(batch)


def _named(batch: Sequence[Array]) -> dict[str, Array]:
    return {f"input{index}": array for index, array in enumerate(batch)}


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without the advice that the quantiser prints and logs."""
    logger = logging.getLogger()
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logger.setLevel(level)


@contextlib.contextmanager
def _exported(module: fx.GraphModule, inputs: Sequence[Array]) -> Iterator[tuple[str, str]]:
    """The paths of a prepared model and of the one to be made of it."""
    batch = next(batches(inputs, samples.batch_of(module)))
    with _quiet(), tempfile.TemporaryDirectory() as folder:
        exported, prepared, target = (str(pathlib.Path(folder) / f"{name}.onnx")
                                      for name in ("exported", "prepared", "target"))  # fmt: skip
        # The other exporter needs a package more.
        torch.onnx.export(
            module, tuple(map(torch.from_numpy, batch)), exported, dynamo=False,
            opset_version=_OPSET, input_names=list(_named(batch)), output_names=["output"],
        )  # fmt: skip
        quant_pre_process(exported, prepared)
        yield prepared, target


def _run(module: fx.GraphModule, path: str, inputs: Sequence[Array]) -> Array:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def runner(batch: list[Array]) -> Array:
        found: Array = session.run(None, _named(batch))[0]
        return found

    return samples.run(runner, inputs, samples.batch_of(module))
