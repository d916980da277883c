"""What works in groups is attacked group by group, as a layer of its own each.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
import pytest
import torch
from torch import nn

from hwlock.attacks import Candidate, Study, rotated, toolkits
from hwlock.attacks.outputs import drift
from hwlock.importing import write_bytecode
from hwlock.torch import to_mlir

GROUPS, CHANNELS, OUTPUTS = 3, 12, 6
# Own dimension for groups, as mixing layers of locks have it.
SPLIT = """
func.func @main(%x: tensor<40x3x4xf32>) -> tensor<40x3x2xf32> {{
  %w = arith.constant dense<{numbers}> : tensor<3x2x4xf32>
  %zero = arith.constant dense<0.0> : tensor<40x3x2xf32>
  %y = linalg.generic {{indexing_maps = [
      affine_map<(n, g, o, i) -> (n, g, i)>, affine_map<(n, g, o, i) -> (g, o, i)>,
      affine_map<(n, g, o, i) -> (n, g, o)>],
      iterator_types = ["parallel", "parallel", "parallel", "reduction"]}}
      ins(%x, %w : tensor<40x3x4xf32>, tensor<3x2x4xf32>) outs(%zero : tensor<40x3x2xf32>) {{
  ^bb0(%a: f32, %b: f32, %c: f32):
    %p = arith.mulf %a, %b : f32
    %s = arith.addf %c, %p : f32
    linalg.yield %s : f32
  }} -> tensor<40x3x2xf32>
  return %y : tensor<40x3x2xf32>
}}
"""


def dependent(shape, axis: int):
    """Values whose channels depend on each other, some larger than others, around one."""
    rng = np.random.default_rng(2)
    size = shape[axis]
    mixing = rng.standard_normal((size, size)) * np.geomspace(1, 0.01, size)
    mixing *= np.geomspace(0.2, 5, size)[rng.permutation(size), None]
    drawn = rng.standard_normal((*np.delete(shape, axis), size)) @ mixing.T
    return np.ascontiguousarray(1 + np.moveaxis(drawn, -1, axis), np.float32)


def imported(module: nn.Module, folder) -> tuple[Study, np.ndarray]:
    values = dependent((40, CHANNELS, 9, 9), 1)
    module.requires_grad_(False)
    write_bytecode(to_mlir(module, (torch.from_numpy(values),)), folder / "model.mlirbc")
    return Study(folder / "model.mlirbc", [values]), values


@pytest.fixture(scope="module")
def convolution(tmp_path_factory):
    """A grouped convolution from PyTorch, as a study, and what it reads."""
    torch.manual_seed(1)
    module = nn.Conv2d(CHANNELS, OUTPUTS, 3, stride=2, groups=GROUPS)
    return imported(module, tmp_path_factory.mktemp("groups"))


@pytest.fixture(scope="module")
def split(tmp_path_factory):
    values = dependent((40, 3, 4), 2)
    numbers = np.random.default_rng(1).standard_normal((3, 2, 4)).tolist()
    path = tmp_path_factory.mktemp("split") / "model.mlir"
    path.write_text(SPLIT.format(numbers=numbers))
    return Study(path, [values]), values


@pytest.fixture(params=["convolution", "split"])
def grouped(request):
    return request.getfixturevalue(request.param)


def test_moments_of_a_group(convolution, split):
    """Against PyTorch's patches of its channels alone."""
    study, values = convolution
    (layer,) = study.layers.layers
    assert layer.groups == GROUPS
    size = CHANNELS // GROUPS
    for group in range(GROUPS):
        mine = torch.from_numpy(values[:, group * size : (group + 1) * size])
        patches = nn.functional.unfold(mine, 3, stride=2).transpose(1, 2).reshape(-1, size * 9)
        rows = patches.double().numpy()
        found = study.moments(layer, group)
        np.testing.assert_allclose(found.gram, rows.T @ rows / len(rows), rtol=1e-5)
        np.testing.assert_allclose(found.mean, rows.mean(0), rtol=1e-5)
    study, values = split
    (layer,) = study.layers.layers
    for group in range(3):
        rows = values[:, group].astype(np.float64)
        found = study.moments(layer, group)
        np.testing.assert_allclose(found.gram, rows.T @ rows / len(rows), rtol=1e-5)


@pytest.mark.parametrize(
    "method",
    [toolkits.gptq_method(4), toolkits.adaround_method(4), toolkits.spqr_method(4),
     toolkits.awq_method(4)],
)  # fmt: skip
def test_groups_are_rounded_for_their_own_outputs(grouped, method):
    """Better than to nearest, which looks at no inputs."""
    study, values = grouped
    exact = study.predict(Candidate({}), [values])

    def error(candidate: Candidate) -> float:
        return float(np.mean((study.predict(candidate, [values]) - exact) ** 2))

    assert error(method(study)) < 0.85 * error(toolkits.nearest(4)(study))


@pytest.mark.parametrize(
    "method",
    [toolkits.smooth_quant(), toolkits.with_grids(toolkits.llm_int8()),
     rotated.rotated(rotated.nearest), rotated.rotated(rotated.compensated),
     rotated.turned_back(rotated.rotated(rotated.compensated))],
)  # fmt: skip
def test_eight_bits_are_enough(grouped, method):
    """Factors and rotations of inputs belong to the weights that they are for."""
    study, values = grouped
    exact = study.predict(Candidate({}), [values])
    assert 0 < drift(study.predict(method(study), [values]), exact) < 0.02


def test_rotations_stay_within_groups(convolution, split):
    for study, _ in (convolution, split):
        (turn,) = rotated.rotations(study)
        assert turn.shape == (4, 4) and (turn != 0).all()


def test_bias_correction_of_channels_alone(tmp_path):
    """The mean of each output is what it was, with three bits."""
    torch.manual_seed(1)
    study, values = imported(nn.Conv2d(CHANNELS, CHANNELS, 3, groups=CHANNELS), tmp_path)
    exact, found, plain = (
        study.predict(candidate, [values]).mean((0, 2, 3))
        for candidate in (Candidate({}), toolkits.nearest_with_corrected_bias(3)(study),
                          toolkits.nearest(3)(study))
    )  # fmt: skip
    np.testing.assert_allclose(found, exact, atol=1e-4)
    assert np.abs(plain - exact).max() > 1e-2


def test_convolutions_without_attributes(tmp_path):
    """Have strides of one."""
    text = """
func.func @main(%x: tensor<5x2x3x3xf32>) -> tensor<5x2x2x2xf32> {
  %w = arith.constant dense<[[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]> : tensor<2x2x2xf32>
  %zero = arith.constant dense<0.0> : tensor<5x2x2x2xf32>
  %y = linalg.depthwise_conv_2d_nchw_chw ins(%x, %w : tensor<5x2x3x3xf32>, tensor<2x2x2xf32>)
      outs(%zero : tensor<5x2x2x2xf32>) -> tensor<5x2x2x2xf32>
  return %y : tensor<5x2x2x2xf32>
}
"""
    (tmp_path / "model.mlir").write_text(text)
    values = np.random.default_rng(1).standard_normal((5, 2, 3, 3), np.float32)
    study = Study(tmp_path / "model.mlir", [values])
    found = study.moments(study.layers.layers[0], 1)
    patches = nn.functional.unfold(torch.from_numpy(values[:, 1:]), 2).transpose(1, 2).reshape(-1, 4)
    np.testing.assert_allclose(found.mean, patches.mean(0), rtol=1e-5, atol=1e-6)
    assert found.count == len(patches)
