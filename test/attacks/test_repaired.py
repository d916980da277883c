"""Each repair finds its own lock in a model, undoes it, and leaves what has none.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

import hwlock
from hwlock.attacks import Candidate, Study, toolkits
from hwlock.attacks.outputs import drift
from hwlock.attacks.repair_mixers import folded_mixers
from hwlock.attacks.repair_norms import centred_outputs, without_constant_inputs
from hwlock.attacks.repair_pairs import balanced_pairs
from hwlock.attacks.repair_sums import without_sums
from hwlock.attacks.repaired import REPAIRS, repaired
from hwlock.attacks.verified import Verifier
from hwlock.importing import write_bytecode
from hwlock.soft.passes import rewrite
from hwlock.torch import to_mlir

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"
HEADS, SIZE, WIDTH = 2, 8, 16
RNG = np.random.default_rng(0)


class Encoder(nn.Module):
    """Attention and two dense layers, each with a layer norm before and one behind the
    sum, the last two of which every output passes."""

    def __init__(self):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(4))
        for norm in self.norms:
            nn.init.normal_(norm.weight, 1, 0.2)
            nn.init.normal_(norm.bias, std=0.2)
        self.query_key = nn.Linear(WIDTH, 2 * WIDTH)
        self.value, self.output = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 40), nn.Linear(40, WIDTH)

    def forward(self, x):
        batch, length, _ = x.shape
        y = self.norms[0](x)
        shape = (batch, length, -1, HEADS, SIZE)
        query, key = self.query_key(y).view(shape).permute(2, 0, 3, 1, 4)
        value = self.value(y).view(shape)[:, :, 0].transpose(1, 2)
        mixed = (query @ key.transpose(-1, -2) / SIZE**0.5).softmax(-1) @ value
        x = self.norms[1](x + self.output(mixed.transpose(1, 2).reshape(batch, length, WIDTH)))
        return self.norms[3](x + self.down(F.gelu(self.up(self.norms[2](x)))))


class Mixed(nn.Module):
    """Convolutions, with a mixing layer behind the first and one before the third."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 16, 3)
        self.behind = nn.Conv2d(16, 16, 1, groups=4, bias=False)
        self.second = nn.Conv2d(16, 16, 3)
        self.before = nn.Conv2d(16, 16, 1, groups=4, bias=False)
        self.third = nn.Conv2d(16, 8, 1)

    def forward(self, x):
        return self.third(self.before(self.second(F.relu(self.behind(self.first(x))))))


def mixing(size: int, kappa: float = 1024) -> np.ndarray:
    left, right = (np.linalg.qr(RNG.standard_normal((size, size)))[0] for _ in range(2))
    return (left * np.logspace(-0.5, 0.5, size, base=kappa) @ right).astype(np.float32)


def lock_mixers(net: Mixed) -> None:
    """M^-1 (M W) and (W M^-1) M."""
    for block in range(0, 16, 4):
        part = slice(block, block + 4)
        behind, before = (torch.from_numpy(mixing(4)) for _ in range(2))
        net.behind.weight.data[part, :, 0, 0] = torch.linalg.inv(behind)
        exact = torch.linalg.inv(net.behind.weight.data[part, :, 0, 0].double())
        net.first.weight.data[part] = torch.einsum(
            "ij,jkab->ikab", exact, net.first.weight.data[part].double()
        ).float()
        net.first.bias.data[part] = (exact @ net.first.bias.data[part].double()).float()
        net.before.weight.data[part, :, 0, 0] = before
        weight = net.third.weight.data[:, part, 0, 0].double()
        net.third.weight.data[:, part, 0, 0] = (weight @ torch.linalg.inv(before.double())).float()


def unmixed(net: Mixed) -> None:
    for layer in (net.behind, net.before):
        layer.weight.data = torch.eye(4)[None].repeat(4, 1, 1).reshape(16, 4, 1, 1)


def written(net: nn.Module, samples: np.ndarray, path: pathlib.Path) -> pathlib.Path:
    write_bytecode(to_mlir(net.eval().requires_grad_(False), (torch.from_numpy(samples),)), path)
    return path


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    torch.manual_seed(0)
    net = Encoder()
    samples = RNG.standard_normal((24, 10, WIDTH)).astype(np.float32)
    path = written(net, samples, tmp_path_factory.mktemp("encoder") / "model.mlirbc")
    return net, path, samples


@pytest.fixture
def locked(encoder, tmp_path):
    """A function from changes of [query and key, value, output, up, down] to the model."""
    _, path, samples = encoder

    def lock(change):
        study = Study(path, [samples])
        layers = study.layers.layers
        weights = [study.rows(layer)[:, :, 0].astype(np.float64) for layer in layers]
        biases = [study.weight(layer.bias).astype(np.float64) for layer in layers]
        change(weights, biases)
        constants = {}
        for layer, weight, bias in zip(layers, weights, biases, strict=True):
            constants[layer.weight] = layer.unrows(weight, study.weight(layer.weight).shape)
            constants[layer.bias] = bias.astype(np.float32)
        hwlock.replace_constants(path, tmp_path / "locked.mlirbc", constants)
        return Study(tmp_path / "locked.mlirbc", [samples])

    return lock


def in_heads(matrix_of_head, weight, bias):
    for start in range(0, WIDTH, SIZE):
        part = slice(start, start + SIZE)
        matrix = matrix_of_head[start // SIZE]
        weight[part] = matrix @ weight[part]
        bias[part] = matrix @ bias[part]


def head_mix(weights, biases):
    mixes = [mixing(SIZE).astype(np.float64) for _ in range(2 * HEADS)]
    duals = [np.linalg.inv(mix).T for mix in mixes]
    query, key = (slice(0, WIDTH), slice(WIDTH, 2 * WIDTH))
    in_heads(mixes[:HEADS], weights[0][query], biases[0][query])
    in_heads(duals[:HEADS], weights[0][key], biases[0][key])
    in_heads(mixes[HEADS:], weights[1], biases[1])
    in_heads(duals[HEADS:], weights[2].T, np.zeros(WIDTH))


def shift_outputs(weights, biases):
    for index in (2, 4):
        weights[index] += 20 * RNG.standard_normal(weights[index].shape[1])


def shift_inputs(net):
    def shift(weights, biases):
        for index, norm in ((0, 0), (1, 0), (3, 2)):
            direction = 1 / net.norms[norm].weight.numpy().astype(np.float64)
            amount = 60 * RNG.standard_normal(len(weights[index]))
            weights[index] += np.outer(amount, direction)
            biases[index] -= amount * (direction @ net.norms[norm].bias.numpy())

    return shift


def int8_drift(study, reference, changed=None):
    after = study.changed(changed) if changed else study
    return drift(after.predict(toolkits.nearest()(after), study.samples), reference)


def undoes(repair, study, reference, int8):
    """The lock is one, and what is left of it hurts int8 no more than it did before."""
    assert drift(study.predict(Candidate({}), study.samples), reference) < 2e-3
    assert int8_drift(study, reference) > 0.2
    found = repair(study)
    assert drift(study.predict(Candidate(found), study.samples), reference) < 1e-3
    assert int8_drift(study, reference, found) < 1.5 * int8
    return found


@pytest.fixture(scope="module")
def plain(encoder):
    """The outputs without a lock, and how far int8 takes them away."""
    _, path, samples = encoder
    study = Study(path, [samples])
    reference = study.predict(Candidate({}), [samples])
    assert {name: repair(study) for name, repair in REPAIRS.items()} == dict.fromkeys(REPAIRS, {})
    int8 = int8_drift(study, reference)
    assert int8 < 0.05
    return reference, int8


def test_mixed_heads(locked, plain):
    found = undoes(balanced_pairs, locked(head_mix), *plain)
    assert len(found) == 5  # query and key, value, output; the first two with biases


def test_shifted_outputs(locked, plain):
    found = undoes(centred_outputs, locked(shift_outputs), *plain)
    assert len(found) == 4


def test_shifted_inputs(encoder, locked, plain):
    found = undoes(without_constant_inputs, locked(shift_inputs(encoder[0])), *plain)
    assert len(found) == 6


def test_all_of_them_and_scales(encoder, locked, plain):
    """On different layers, as soft locks are."""

    def lock(weights, biases):
        shift_outputs(weights, biases)
        shift_inputs(encoder[0])(weights, biases)
        factor = 2.0 ** RNG.integers(-8, 9, WIDTH)
        weights[1] *= factor[:, None]
        biases[1] *= factor
        weights[2] /= factor

    undoes(repaired, locked(lock), *plain)


def test_mixing_behind_and_before(tmp_path):
    torch.manual_seed(1)
    net = Mixed()
    unmixed(net)
    samples = RNG.standard_normal((20, 3, 9, 9)).astype(np.float32)
    study = Study(written(net, samples, tmp_path / "plain.mlirbc"), [samples])
    for name, array in folded_mixers(study).items():
        np.testing.assert_array_equal(array, study.weight(name))
    reference = study.predict(Candidate({}), [samples])
    int8 = int8_drift(study, reference)
    lock_mixers(net)
    locked = Study(written(net, samples, tmp_path / "locked.mlirbc"), [samples])
    found = undoes(folded_mixers, locked, reference, int8)
    assert len(found) == 5  # all weights but the second, and a bias


def test_a_sum_that_is_added_to_all_channels(tmp_path):
    """As hwlock-pos-mix adds it before the last layer, behind blocks; it mixes in blocks
    alone before the others."""
    images = np.load(EXAMPLE / "images.npy")[:60]
    study = Study(EXAMPLE / "model.mlir", [images])
    reference = study.predict(Candidate({}), [images])
    rewrite(EXAMPLE / "model.mlir", tmp_path / "locked.mlirbc", ["--hwlock-pos-mix=seed=3"])
    locked = Study(tmp_path / "locked.mlirbc", [images])
    found = undoes(repaired, locked, reference, int8_drift(study, reference))
    last = locked.layers.layers[-2]
    assert locked.rows(last).shape[0] == 1
    assert not np.any(found[last.weight])
    assert set(without_sums(locked)) == {
        layer.weight for layer in locked.layers.layers[-3:]
    }


def test_a_change_that_does_not_leave_outputs_is_found():
    """Alone, and among others."""
    images = np.load(EXAMPLE / "images.npy")[:60]
    study = Study(EXAMPLE / "model.mlir", [images])
    names = [layer.weight for layer in study.layers.layers]
    same = [{name: study.weight(name)} for name in names]
    verifier = Verifier(study)
    assert set(verifier.all_that_leave(same)) == set(names)
    wrong = {names[2]: np.zeros_like(study.weight(names[2]))}
    assert not verifier.leaves(wrong)
    found = verifier.all_that_leave([*same[:2], wrong, same[3]])
    assert set(found) == {names[0], names[1], names[3]}
    assert not verifier.leaves({names[0]: np.full_like(study.weight(names[0]), np.nan)})


def test_what_has_no_lock_is_left():
    study = Study(EXAMPLE / "model.mlir", [np.load(EXAMPLE / "images.npy")[:60]])
    assert repaired(study) == {}
