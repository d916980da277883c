"""Networks that the evaluation trains: what is scored, and that they can be locked.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
import pytest
import torch

from hwlock.attacks import ATTACKS
from hwlock.evaluation import (
    networks_to_lock,
    next_characters,
    random_layers,
    soft,
    usefulness,
)
from hwlock.evaluation.programs import Programs


def test_texts_are_new_and_labels_are_what_follows():
    windows, labels = next_characters.held_out()
    assert windows.shape == (next_characters.HELD_OUT, next_characters.LENGTH)
    known, whole = next_characters.training_text(), next_characters.text()
    for window, label in zip(windows, labels, strict=True):
        text = "".join(chr(ord(" ") + number) for number in (*window, label))
        assert text not in known
        assert text in whole


def test_a_table_of_bigrams_is_better_than_the_commonest_character():
    windows, labels = next_characters.held_out()
    commonest = np.bincount(labels).max() / len(labels)
    assert commonest + 0.05 < next_characters.bigrams(windows, labels) < 0.4
    # The table knows the last character alone.
    last = np.zeros_like(windows)
    last[:, -1] = windows[:, -1]
    assert next_characters.bigrams(last, labels) == next_characters.bigrams(windows, labels)


@pytest.mark.slow
def test_random_layers_find_more_than_who_guesses_and_leave_the_module_as_it_was():
    module, inputs = networks_to_lock.minilm_with_inputs(48)
    with torch.no_grad():
        before = module(*inputs).numpy()
        found = random_layers.retrieval(module, inputs)
        assert (module(*inputs).numpy() == before).all()
    assert 1 / 48 < found < 0.5
    assert usefulness.retrieval(before[None])[0] > 0.9


@pytest.mark.parametrize("name", [networks_to_lock.MOBILE, *networks_to_lock.DECODERS])
def test_a_network_hardly_trained_is_locked_and_attacked(name, build, tmp_path, monkeypatch):
    from hwlock.evaluation import decoders, digits_networks

    monkeypatch.setattr(decoders, "STEPS", 20)
    monkeypatch.setattr(digits_networks, "EPOCHS", 1)
    subject = networks_to_lock.build(name, tmp_path, seed=1)
    assert subject.right.shape[0] == len(subject.labels) == 450
    locked = soft.lock(Programs(build, tmp_path), subject.model, seed=1)
    # What rounds weights alone needs no second compile.
    attack = next(attack for attack in ATTACKS if attack.rounds == "weights")
    found = soft.attack(subject, locked, [attack], name)
    assert 0 < found["drift"] < 5e-4
    assert found["rows"][0][:3] == [attack.name, "T0", "weights"]
