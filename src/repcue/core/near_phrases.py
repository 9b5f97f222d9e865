"""Which of many phrases sound alike, without comparing each with each.

Phrases within a distance differ in few classes of phonemes (`core/phoneme_distance.py`), at most `changes` of them.
Leaving out up to so many phonemes in every way therefore gives two of them at least one row of classes in common
(Mor and Fraenkel 1982); phrases that share a row are compared. With one change a phrase of 15 phonemes has 16 rows,
with two 121, whatever the number of phrases: time and memory grow with it and not with its square.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from repcue.core.phoneme_distance import LEAST_CHANGE_COST, Phonemes, classes_of, phoneme_distance

_MOST_COMPANIONS: Final = 24
"""A phrase is compared with so many of those that share a row; keeps it quick where hundreds sound the same."""


@dataclass(frozen=True, slots=True)
class Near:
    """Two phrases that sound alike."""

    one: int
    """Number of the first, from 0; the smaller of the two."""

    other: int
    distance: float


def near_phrases(
    ways: Sequence[Sequence[Phonemes]], most: float, matters: Callable[[int, int], bool]
) -> Iterator[Near]:
    """Yield each pair of phrases within a distance once, in no order.

    Args:
        ways: for each phrase every way to say it.
        most: the distance, 0 or more; the nearest ways of a pair count.
        matters: tells of the numbers of two phrases whether they may not sound alike.
    """
    changes = int(most / LEAST_CHANGE_COST)
    rows: dict[bytes, list[int]] = {}
    nearest: dict[tuple[int, int], float] = {}
    for number, said in enumerate(ways):
        for row in {row for phonemes in said for row in _rows(classes_of(phonemes), changes)}:
            companions = rows.setdefault(row, [])
            for other in companions:
                pair = (other, number)
                if pair not in nearest and matters(other, number):
                    nearest[pair] = min(phoneme_distance(one, two, most) for one in ways[other] for two in said)
            if len(companions) < _MOST_COMPANIONS:
                companions.append(number)
    yield from (Near(one, other, distance) for (one, other), distance in nearest.items() if distance <= most)


def _rows(classes: bytes, changes: int) -> Iterator[bytes]:
    for count in range(min(changes, len(classes)) + 1):
        for left_out in combinations(range(len(classes)), count):
            yield bytes(each for place, each in enumerate(classes) if place not in left_out)
