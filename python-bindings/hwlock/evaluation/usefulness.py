"""How much of a model is left under a key.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

What is not a number counts as zero, as an attacker would read it.
"""

import numpy as np


def accuracy(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Share of right labels for each key; `scores` is key, image, class."""
    return (np.nan_to_num(scores).argmax(2) == labels).mean(1)


def retrieval(embeddings: np.ndarray) -> np.ndarray:
    """How often the nearest of the second sentences is the partner of the first."""
    vectors = np.nan_to_num(embeddings)
    first, second = np.split(vectors, 2, axis=1)
    similarity = np.einsum("kid,kjd->kij", first, second)
    return (similarity.argmax(2) == np.arange(first.shape[1])).mean(1)


def cosine(embeddings: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Mean cosine between what a key gives and what the right one gives."""
    vectors = np.nan_to_num(embeddings).astype(np.float64)
    lengths = np.linalg.norm(vectors, axis=2) * np.linalg.norm(right, axis=1)
    products = (vectors * right).sum(2)
    return np.where(lengths > 0, products / np.where(lengths > 0, lengths, 1), 0).mean(1)


def not_finite(outputs: np.ndarray) -> int:
    """Keys under which some output is not a number."""
    return int((~np.isfinite(outputs)).reshape(len(outputs), -1).any(1).sum())


def spread(outputs: np.ndarray) -> np.ndarray:
    """Standard deviation of the outputs of each key: a test that needs one
    inference and no label."""
    values = np.nan_to_num(outputs, posinf=0, neginf=0).astype(np.float64)
    return values.reshape(len(values), -1).std(1)
