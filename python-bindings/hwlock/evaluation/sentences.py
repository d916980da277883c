"""Sentences in pairs that mean nearly the same, for a look at retrieval.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

#: Tokens; none has more.
LENGTH = 16
#: Of those below, where many keys are tried.
FEW = 12

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
    ("Bees collect nectar from flowers.", "Insects gather what blossoms offer."),
    ("The dentist pulled out my tooth.", "A molar was removed in the clinic."),
    ("Snow closed the mountain pass.", "The alpine road was blocked in winter."),
    ("Her grandfather repairs old clocks.", "An old man of her family mends watches."),
    ("The bridge over the river collapsed.", "A crossing above the water fell down."),
    ("Farmers harvest wheat in August.", "Grain is brought in at the end of summer."),
    ("The painter mixed blue and yellow.", "An artist blended two colours into green."),
    ("A thief stole my bicycle.", "Somebody took the bike that I ride."),
    ("The volcano erupted last night.", "Lava flowed down after the explosion."),
    ("Children build castles of sand.", "Kids are playing with sand on the beach."),
    ("The election ended in a tie.", "Both candidates got as many votes."),
    ("He forgot his umbrella on the bus.", "An umbrella was left behind in the coach."),
    ("Our flight was cancelled by fog.", "The plane did not take off in the mist."),
    ("The recipe needs three eggs.", "To cook this dish, take a few eggs."),
    ("The library lends books for a month.", "You may borrow a novel for four weeks."),
    ("My phone battery is empty.", "The mobile has to be charged."),
    ("Whales sing under the sea.", "Large marine mammals make sounds."),
    ("The surgeon operated on his heart.", "A doctor performed cardiac surgery."),
    ("They got married in a small church.", "The wedding was held in a chapel."),
    ("Gold is heavier than iron.", "This precious metal weighs more than steel."),
    ("The printer is out of paper.", "No sheets are left to print on."),
    ("A fire destroyed the factory.", "The plant burnt to the ground."),
    ("The chess player lost her queen.", "She gave up the strongest piece on the board."),
    ("Wolves hunt in packs.", "These predators chase their prey in groups."),
    ("The tax on fuel will rise.", "Petrol is going to cost more duty."),
    ("She learns Spanish with an app.", "A program teaches her a foreign language."),
    ("The carpenter made an oak table.", "A craftsman built furniture of wood."),
    ("Smoking damages the lungs.", "Cigarettes are bad for breathing."),
    ("The king died without an heir.", "The monarch left no child for the throne."),
    ("Trees lose their leaves in autumn.", "In the fall the forest becomes bare."),
    ("The baby cries because it is hungry.", "An infant wants to be fed."),
    ("Our roof leaks when it rains.", "Water drips through the ceiling."),
    ("The actor won an Oscar.", "A film star was given an award."),
    ("Spiders weave webs to catch flies.", "An arachnid spins a trap for insects."),
    ("The engine of the car overheated.", "The motor got too hot while driving."),
    ("He climbed Everest without oxygen.", "A mountaineer reached the highest peak."),
]
