"""The committed digits model is the one that its README describes.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re

import numpy as np
import pytest

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"


@pytest.fixture(scope="module")
def scores(hwlock):
    return hwlock.run_model(EXAMPLE / "model.mlir", EXAMPLE / "images.npy")


def test_accuracy_is_what_the_readme_says(scores):
    readme = (EXAMPLE / "README.md").read_text()
    right, all_images = map(int, re.search(r"(\d+) of (\d+) held-out", readme).groups())
    labels = np.load(EXAMPLE / "labels.npy")
    assert len(labels) == all_images
    assert (scores.argmax(1) == labels).sum() == right
    assert right >= 0.97 * all_images


def test_scores_are_those_of_pytorch(scores):
    expected = np.load(EXAMPLE / "scores.npy")
    assert np.abs(scores - expected).max() <= 1e-5 * np.abs(expected).max()


def test_model_is_small():
    assert (EXAMPLE / "model.mlir").stat().st_size <= 1_000_000
