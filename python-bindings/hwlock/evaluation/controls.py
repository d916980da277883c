"""Controls of destruction: what MiniLM scores without anything it learnt.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Retrieval under a wrong key is to be compared with a network of random weights, not
with a blind guess: texts that share words share tokens, whatever the weights.
"""

from collections.abc import Callable, Iterator

import numpy as np

from . import intervals, networks_to_lock, progress, sentences, usefulness
from .programs import Programs
from .sizes import Sizes
from .store import Store

# Of an embedding of MiniLM; here of a random vector for each token.
WIDTH = 384


def gaussian(weight: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Mean and deviation of each tensor, and nothing else of it."""
    drawn = random.standard_normal(weight.shape, dtype=np.float32)
    return weight.mean() + weight.std() * drawn


def permuted(weight: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The same elements in another order."""
    return random.permutation(weight.ravel()).reshape(weight.shape)


def with_random_weights(
    replace: Callable[[np.ndarray, np.random.Generator], np.ndarray], seed: int
) -> Iterator[np.ndarray]:
    """Embeddings by MiniLM, every tensor of which is replaced, draw after draw."""
    import torch

    module, inputs = networks_to_lock.minilm_with_inputs(sentences.FEW)
    parameters = list(module.parameters())
    weights = [parameter.detach().numpy().copy() for parameter in parameters]
    random = np.random.default_rng(seed)
    with torch.no_grad():
        while True:
            for parameter, weight in zip(parameters, weights):
                parameter.copy_(torch.from_numpy(replace(weight, random)))
            yield module(*inputs).numpy()


def with_shared_tokens(seed: int) -> Iterator[np.ndarray]:
    """No network: the mean of a random vector for each token of a text."""
    _, (ids, mask) = networks_to_lock.minilm_with_inputs(sentences.FEW)
    ids, mask = ids.numpy(), mask.numpy()[:, :, None]
    random = np.random.default_rng(seed)
    while True:
        vectors = random.standard_normal((ids.max() + 1, WIDTH), dtype=np.float32)
        mean = (vectors[ids] * mask).sum(1) / mask.sum(1)
        yield mean / np.linalg.norm(mean, axis=1, keepdims=True)


CONTROLS: dict[str, Callable[[int], Iterator[np.ndarray]]] = {
    "Gaussian weights": lambda seed: with_random_weights(gaussian, seed),
    "permuted weights": lambda seed: with_random_weights(permuted, seed),
    "shared tokens": with_shared_tokens,
}


def measure(programs: Programs, store: Store, sizes: Sizes) -> None:
    def compute(name: str) -> dict:
        draws = CONTROLS[name](store.seed)
        outputs = np.stack([next(draws) for _ in range(sizes.control_draws)])
        return intervals.summary(usefulness.retrieval(outputs))

    for name in CONTROLS if sizes.control_draws else ():
        progress.show(f"controls: {name}")
        store.step(name, lambda: compute(name))
