"""What an exercise is done with: a bar in a rack, a weight in the hands, a machine, or nothing.

>>> from repcue.testing.sessions import PLANK, SQUAT
>>> weight_of(SQUAT).value, weight_of(PLANK).value
('racked', 'none')
"""

import re
from enum import StrEnum
from typing import Final

from repcue.packs.schema import Exercise


class Weight(StrEnum):
    """What is moved besides the body, and where it is left after a set."""

    RACKED = "racked"
    HELD = "held"
    STACK = "stack"
    """The weights of a machine, which stay in it."""

    NONE = "none"


_RACKS: Final = frozenset({"rack", "stand"})
_HELD: Final = frozenset(
    {"backpack", "ball", "bar", "barbell", "dumbbell", "kettlebell", "plate", "sandbag", "vest", "weight"}
)
_STACKS: Final = frozenset({"cable", "deck", "machine", "pulldown", "stack"})
_HUNG_ON: Final = frozenset({"chin", "dip", "horizontal", "parallel", "pull", "stall", "wall"})
"""What makes a bar one that the body hangs on: "pull-up bar", "dip bars"."""


def weight_of(exercise: Exercise) -> Weight:
    """Return what an exercise is done with, by the words of its pack's `equipment`; none where none is named."""
    items = [{word.removesuffix("s") for word in re.findall(r"\w+", item.lower())} for item in exercise.equipment]
    words = {word for item in items for word in (item - {"bar"} if item & _HUNG_ON else item)}
    if words & _STACKS:
        return Weight.STACK
    if words & _HELD:
        return Weight.RACKED if words & _RACKS else Weight.HELD
    return Weight.NONE
