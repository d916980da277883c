"""Text to continue: what the standard library ships for `help()`.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import functools
import pydoc_data.topics

import numpy as np

#: Characters that are read before one is told; printable ASCII, from the space on.
LENGTH = 32
ALPHABET = 95
#: Texts to continue that are scored.
HELD_OUT = 450


@functools.cache
def text() -> str:
    """All topics in the order of their names, in printable ASCII."""
    topics = pydoc_data.topics.topics
    words = " ".join(" ".join(topics[name].split()) for name in sorted(topics))
    return "".join(c for c in words if " " <= c <= "~")


def numbers(characters: str) -> np.ndarray:
    return np.frombuffer(characters.encode(), np.uint8).astype(np.int64) - ord(" ")


def training_text() -> str:
    return text()[: len(text()) * 9 // 10]


def _evenly(text: str, count: int) -> list[str]:
    """Texts of LENGTH characters and one more, evenly spaced."""
    starts = np.linspace(0, len(text) - LENGTH - 1, count, dtype=int)
    return [text[at : at + LENGTH + 1] for at in starts]


def known(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Texts of the training text, and the character that follows each."""
    windows = np.stack([numbers(each) for each in _evenly(training_text(), count)])
    return windows[:, :-1], windows[:, -1]


def held_out() -> tuple[np.ndarray, np.ndarray]:
    """Texts evenly spaced over the last tenth, and the character that follows each.
    What stands in the training text as well is left out."""
    learnt, rest = training_text(), text()[len(training_text()) :]
    found = [each for each in _evenly(rest, 2 * HELD_OUT) if each not in learnt]
    windows = np.stack([numbers(each) for each in found[:HELD_OUT]])
    return windows[:, :-1], windows[:, -1]


def bigrams(windows: np.ndarray, labels: np.ndarray) -> float:
    """How often the commonest successor of the last character is right: what a table
    does without a network."""
    known = numbers(training_text())
    counts = np.zeros((ALPHABET, ALPHABET), int)
    np.add.at(counts, (known[:-1], known[1:]), 1)
    return float((counts.argmax(1)[windows[:, -1]] == labels).mean())
