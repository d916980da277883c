"""What MiniLM finds with its own token vectors and layers that learnt nothing.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Soft locks rewrite layers. Texts that mean the same share words, whose vectors stay as they
were trained: who destroys every layer still finds more partners than who guesses.
"""

import numpy as np

from . import controls, usefulness

DRAWS = 32
SEED = 1


def retrieval(module, inputs: tuple) -> float:
    """The mean over draws of all weights of linear layers, each with the mean and the
    deviation that it was trained to. The module has its own weights again in the end."""
    import torch

    weights = [each.weight for each in module.modules() if isinstance(each, torch.nn.Linear)]
    trained = [weight.detach().clone() for weight in weights]
    random = np.random.default_rng(SEED)
    outputs = []
    with torch.no_grad():
        try:
            for _ in range(DRAWS):
                for weight, found in zip(weights, trained, strict=True):
                    weight.copy_(torch.from_numpy(controls.gaussian(found.numpy(), random)))
                outputs.append(module(*inputs).numpy())
        finally:
            for weight, found in zip(weights, trained, strict=True):
                weight.copy_(found)
    return float(usefulness.retrieval(np.stack(outputs)).mean())
