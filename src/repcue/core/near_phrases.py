"""Which of many phrases sound alike, without comparing each with each.

Phrases within a distance differ in few classes of phonemes (`core/phoneme_distance.py`), at most `changes` of them.
Leaving out up to so many phonemes in every way therefore gives two of them at least one row of classes in common
(Mor and Fraenkel 1982); phrases that share a row are compared. With one change a phrase of 15 phonemes has 16 rows,
with two 121, whatever the number of phrases: time and memory grow with it and not with its square.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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
    lengths: tuple[int, int]
    """Phonemes of the two, in the usual way to say them."""


_Rows = dict[int, tuple[int, ...]]
"""The numbers of the phrases that have a row."""

Ways = Sequence[Phonemes]
"""Every way to say a phrase; none where nobody knows how it sounds."""


class KnownPhrases:
    """Phrases that others are compared with. Never changes once built."""

    def __init__(self, ways: Sequence[Ways], most: float) -> None:
        """Take every way to say each phrase, and the distance up to which phrases are near, 0 or more."""
        self._ways, self._most = tuple(ways), most
        self._changes = int(most / LEAST_CHANGE_COST)
        self._rows: _Rows = {}
        for number, said in enumerate(self._ways):
            for row in self._rows_of(said):
                _join(self._rows, row, number)

    def near(self, more: Sequence[Ways], matters: Callable[[int, int], bool]) -> Iterator[Near]:
        """Yield each pair of near phrases of which one is among some more, once, in no order.

        Args:
            more: every way to say each of them; their numbers follow those of the known ones.
            matters: tells of the numbers of two phrases whether they may not sound alike.
        """
        ways = (*self._ways, *more)
        rows: _Rows = {}
        seen: set[tuple[int, int]] = set()
        for number in range(len(self._ways), len(ways)):
            for row in self._rows_of(ways[number]):
                for other in (*self._rows.get(row, ()), *rows.get(row, ())):
                    if (other, number) not in seen:
                        seen.add((other, number))
                        if matters(other, number):
                            yield from self._compared(other, number, ways)
                _join(rows, row, number)

    def _compared(self, one: int, other: int, ways: Sequence[Ways]) -> Iterator[Near]:
        distance = min(phoneme_distance(mine, theirs, self._most) for mine in ways[one] for theirs in ways[other])
        if distance <= self._most:
            yield Near(one, other, distance, (len(ways[one][0]), len(ways[other][0])))

    def _rows_of(self, said: Ways) -> set[int]:
        # Hashes take less room than the rows; two that fall together only cost a comparison.
        return {hash(row) for phonemes in said for row in _rows(classes_of(phonemes), self._changes)}


def near_phrases(ways: Sequence[Ways], most: float, matters: Callable[[int, int], bool]) -> Iterator[Near]:
    """Yield each pair of phrases within a distance once, in no order; the arguments are those of `KnownPhrases`."""
    return KnownPhrases((), most).near(ways, matters)


def _join(rows: _Rows, row: int, number: int) -> None:
    companions = rows.get(row, ())
    if len(companions) < _MOST_COMPANIONS:
        rows[row] = (*companions, number)


def _rows(classes: bytes, changes: int) -> Iterator[bytes]:
    shorter = {classes}
    yield classes
    for _ in range(changes):
        shorter = {row[:place] + row[place + 1 :] for row in shorter for place in range(len(row))}
        yield from shorter
