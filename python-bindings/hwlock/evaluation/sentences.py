"""Sentences in pairs that mean nearly the same, for a look at retrieval.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

LENGTH = 24

PAIRS = [
    ("How do I reset my password?", "Steps to recover access to your account"),
    ("The cat sleeps on the sofa.", "A kitten is lying on the couch."),
    ("Stock prices fell sharply today.", "Shares dropped a lot in today's trading."),
    ("She baked bread this morning.", "In the morning a loaf came out of her oven."),
    ("The train to Berlin is late.", "Passengers to Berlin have to wait for their train."),
    ("Heavy rain flooded the village.", "A storm put the small town under water."),
    ("He plays the violin in an orchestra.", "The musician is a violinist."),
    ("Vaccines protect against measles.", "An injection can prevent this infectious disease."),
    ("The telescope found a new planet.", "Astronomers discovered another world."),
    ("Our team won the football match.", "We scored more goals than our opponents."),
    ("Coffee keeps me awake at night.", "Caffeine in the evening disturbs my sleep."),
    ("The court rejected the appeal.", "Judges turned the plaintiff's request down."),
]
