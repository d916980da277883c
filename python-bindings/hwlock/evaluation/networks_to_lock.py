"""The networks that are locked and attacked, imported once.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import pathlib
from collections.abc import Callable

import numpy as np

from . import sentences
from .sizes import Sizes

SMALL = ("digits CNN", "MLP", "residual CNN")
# Under soft locks alone.
MOBILE = "MobileNetV2"
DECODERS = ("GPT", "LLaMA")
MINILM = "MiniLM"
#: Texts of the training text to look for options with; the digits have 1,347 images.
TRAINING_TEXTS = 1350


@dataclasses.dataclass
class Subject:
    """A module, its inputs, and what its right output is."""

    name: str
    model: pathlib.Path
    inputs: list[pathlib.Path]
    # Digits, or characters that follow; nothing for embeddings.
    labels: np.ndarray | None
    right: np.ndarray
    # What is scored without what layers learn: by a table of pairs of characters for
    # decoders, with random layers for MiniLM.
    baseline: Callable[[], float] | None = None

    @property
    def chance(self) -> float:
        if self.labels is not None:
            # The best that a constant answer reaches.
            return float(np.bincount(self.labels).max() / len(self.labels))
        return 2 / len(self.right)  # one partner of half the texts


def write(folder: pathlib.Path, module, inputs: tuple) -> tuple[pathlib.Path, list]:
    """The module for a batch of all inputs, and the inputs."""
    from ..importing import write_bytecode
    from ..torch import to_mlir

    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for index, tensor in enumerate(inputs):
        paths.append(folder / f"input{index}.npy")
        np.save(paths[-1], tensor.numpy())
    path = folder / "model.mlirbc"
    write_bytecode(to_mlir(module, inputs), path)
    return path, paths


def small(name: str, folder: pathlib.Path, seed: int) -> Subject:
    import torch

    from . import digits_networks

    module, images, labels = digits_networks.trained(name, seed)
    inputs = (torch.from_numpy(images),)
    path, paths = write(folder / name.replace(" ", "-"), module, inputs)
    return Subject(name, path, paths, labels, module(*inputs).numpy())


def decoder(name: str, folder: pathlib.Path, seed: int) -> Subject:
    import torch

    from . import decoders, next_characters

    module, windows, labels = decoders.trained(name, seed)
    inputs = (torch.from_numpy(windows),)
    path, paths = write(folder / name, module, inputs)
    right = module(*inputs).numpy()
    return Subject(
        name, path, paths, labels, right, lambda: next_characters.bigrams(windows, labels)
    )


def minilm_with_inputs(pairs: int) -> tuple:
    """The module, and the tokens and mask of so many pairs of sentences at once."""
    import networks
    from transformers import AutoTokenizer

    module = networks.MiniLm().eval()
    tokenizer = AutoTokenizer.from_pretrained(
        module.encoder.config.name_or_path, local_files_only=True
    )
    first, second = zip(*sentences.PAIRS[:pairs])
    tokens = tokenizer(
        [*first, *second], padding="max_length", truncation=True,
        max_length=sentences.LENGTH, return_tensors="pt",
    )
    return module, (tokens["input_ids"], tokens["attention_mask"])


def minilm(folder: pathlib.Path, pairs: int) -> Subject:
    """MiniLM on all sentences at once: embeddings."""
    import torch

    from . import random_layers

    module, inputs = minilm_with_inputs(pairs)
    path, paths = write(folder / "minilm", module, inputs)
    with torch.no_grad():
        right = module(*inputs).numpy()
    return Subject(
        MINILM, path, paths, None, right, lambda: random_layers.retrieval(module, inputs)
    )


def build(
    name: str, folder: pathlib.Path, seed: int, pairs: int = len(sentences.PAIRS)
) -> Subject:
    """pairs: of sentences, for MiniLM."""
    if name == MINILM:
        return minilm(folder, pairs)
    return (decoder if name in DECODERS else small)(name, folder, seed)


def training_samples(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Of those that a network was trained on, none of which judges, and their labels."""
    from . import digits_networks, next_characters

    if name in DECODERS:
        return next_characters.known(TRAINING_TEXTS)
    images, _, labels, _ = digits_networks.images_of(name)
    return images, labels


class Subjects:
    """Trains or imports a network when something of it is still to be measured,
    and keeps the last one. For many keys: with few sentences."""

    def __init__(self, folder: pathlib.Path, seed: int):
        self.folder, self.seed = folder, seed
        self.last: Subject | None = None

    def get(self, name: str) -> Subject:
        if self.last is None or self.last.name != name:
            self.last = build(name, self.folder, self.seed, sentences.FEW)
        return self.last


def counts(sizes: Sizes) -> dict[str, int]:
    """Wrong keys for each network."""
    found = dict.fromkeys(SMALL, sizes.small_keys)
    return found | ({MINILM: sizes.minilm_keys} if sizes.minilm_keys else {})
