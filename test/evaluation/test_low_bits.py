"""Why the mantissa of a perceptron's first matrix tells a right decode.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import network
import numpy as np

from hwlock.evaluation import digits_networks


def test_weights_of_black_pixels_are_even():
    """They are as PyTorch drew them; those of other pixels end in any bit."""
    module, _, _ = digits_networks.trained("MLP", 1)
    black = (network.load()[0] == 0).all(0).ravel()
    assert 0 < black.sum() < black.size / 2
    words = module.layers[0].weight.detach().numpy().view(np.uint32)
    assert not (words[:, black] & 1).any()
    # Pixels that are black in nearly all images hold the mean down.
    assert 0.4 < (words[:, ~black] & 1).mean() < 0.5
