"""How much each part measures.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses


@dataclasses.dataclass
class Sizes:
    # Opens under each of four conditions.
    error_opens: int = 2500
    garbage_opens: int = 2500
    # Measurements of each machine (at least 5), random neighbours at each distance.
    emulated: int = 10
    neighbours: int = 1000
    distances: int = 8
    # Wrong keys for each model, chain and source.
    small_keys: int = 1000
    minilm_keys: int = 100
    # Networks of random weights that MiniLM is compared with, of each kind.
    control_draws: int = 200
    # Right decodes of all tensors, in as many locks as that takes; wrong decodes
    # of each tensor in each lock.
    right_decodes: int = 216
    wrong_decodes: int = 8
    # Tensors of MiniLM; only this many of each kind.
    matrices: int = 18
    repetitions: int = 9
    # Networks of each kind, each trained and soft locked with another seed.
    soft_seeds: int = 3
    soft_networks: int = 6
    # How often the strongest soft locks that fit one network are drawn.
    soft_draws: int = 32
    # Steps of a network that learns from a locked one.
    distil_steps: int = 500
    # Wrong keys of a network with both locks.
    both_keys: int = 200


QUICK = Sizes(
    error_opens=5,
    garbage_opens=2,
    emulated=5,
    neighbours=20,
    small_keys=20,
    minilm_keys=0,
    control_draws=0,
    right_decodes=8,
    wrong_decodes=4,
    matrices=4,
    repetitions=1,
    soft_seeds=1,
    soft_networks=1,
    soft_draws=4,
    distil_steps=300,
    both_keys=5,
)
