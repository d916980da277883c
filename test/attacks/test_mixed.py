"""Mixed precision keeps what it says, and gets a model through whose first layer alone is
fragile.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
import pytest
from test_battery import IMAGES, study
from test_layers import dense

from hwlock.attacks import MIXED, Candidate, Study, battery, mixed, toolkits
from hwlock.attacks.catalogue import ATTACKS

BOTH = toolkits.with_integer_inputs(toolkits.nearest())
LINEAR = ("linear layers, int8", "weights and inputs")
# Of half of the input, and behind each layer.
SIZES, SAMPLES = (6, 16, 48, 8), 60


@pytest.mark.parametrize("method", [BOTH, toolkits.nearest()])
def test_all_that_stays_is_the_model(method):
    found = study()
    every = set(range(len(found.layers.inputs)))
    kept = mixed.without(found, method(found), every)
    exact = found.predict(Candidate({}), [IMAGES])
    np.testing.assert_array_equal(found.predict(kept, [IMAGES]), exact)
    rounded = found.predict(method(found), [IMAGES])
    assert np.abs(rounded - exact).max() > 1e-3 * np.abs(exact).max()
    np.testing.assert_array_equal(
        found.predict(mixed.without(found, method(found), set()), [IMAGES]), rounded
    )


def test_the_choice():
    """The second of four layers has most of the multiplications."""
    found = study()
    made = BOTH(found)
    assert mixed.ends(found, made) == {0, 3}
    assert mixed.most_sensitive()(found, made) == {0, 2, 3}
    assert mixed.most_sensitive(1)(found, made) == {0, 1, 2, 3}
    assert mixed.most_sensitive(0)(found, made) == set()


def test_convolutions_stay():
    found = study()
    kinds = {layer.input: layer.kind for layer in found.layers.layers}
    assert set(kinds.values()) == {"convolution", "matmul"}
    kept = {index for index, kind in kinds.items() if kind == "convolution"}
    assert mixed.convolutions(found, BOTH(found)) == kept
    (attack,) = (each for each in ATTACKS if (each.name, each.rounds) == LINEAR)
    made = attack.apply(found)
    linear = [layer for layer in found.layers.layers if layer.kind == "matmul"]
    assert set(made.constants) <= {name for layer in linear for name in (layer.weight, layer.bias)}
    assert {layer.weight for layer in linear} <= set(made.constants)


def test_linear_layers_alone_are_no_attack_of_their_own_where_there_are_no_others(tmp_path):
    path, values = planted(tmp_path)
    wanted = [each for each in ATTACKS if each.rounds == "weights and inputs" and each.tier == "T1"]
    names = {row.attack for row in battery(path, values, attacks=wanted).rows}
    linear = {each.name for each in wanted if "linear layers" in each.name}
    assert len(linear) == 4 and names == {each.name for each in wanted} - linear


def planted(folder) -> tuple:
    """Three layers, and inputs that come twice: numbers in the first layer are a thousand
    times what is left of them in its outputs."""
    rng = np.random.default_rng(3)
    small, large = rng.standard_normal((2, *SIZES[:2]))
    weights = {
        "a": np.concatenate([small + 1000 * large, small - 1000 * large]),
        "b": rng.standard_normal(SIZES[1:3]),
        "c": rng.standard_normal(SIZES[2:]),
    }
    text = "".join(
        f"  %{name} = arith.constant dense<{rows.tolist()}> : "
        f"tensor<{rows.shape[0]}x{rows.shape[1]}xf32>\n"
        for name, rows in weights.items()
    )
    first, second, third, last = 2 * SIZES[0], *SIZES[1:]
    (folder / "planted.mlir").write_text(
        f"func.func @main(%x: tensor<{SAMPLES}x{first}xf32>) -> tensor<{SAMPLES}x{last}xf32> {{\n"
        f"  %zero = arith.constant 0.0 : f32\n{text}"
        + dense("p", "x", "a", SAMPLES, first, second)
        + dense("q", "p", "b", SAMPLES, second, third)
        + dense("y", "q", "c", SAMPLES, third, last)
        + f"  return %y : tensor<{SAMPLES}x{last}xf32>\n}}\n"
    )
    half = rng.standard_normal((SAMPLES, SIZES[0]))
    return folder / "planted.mlir", np.concatenate([half, half], 1).astype(np.float32)


def test_a_fragile_first_layer(tmp_path):
    path, values = planted(tmp_path)
    names = ("int8 per channel", "but first and last", "but most sensitive")
    wanted = [attack for attack in (*ATTACKS, *MIXED) if attack.name in names]
    report = battery(path, values, attacks=wanted)
    assert len(report.rows) == 6
    for row in report.rows:
        if row.attack == "int8 per channel":
            assert row.agreement < 0.5, row
        else:
            assert row.agreement > 0.9, row
    found = Study(path, [values])
    assert mixed.most_sensitive()(found, BOTH(found)) == {0}  # another is too much
