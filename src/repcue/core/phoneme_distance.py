"""How differently two phrases sound: the least change that makes the phonemes of one those of the other.

Phonemes are those of the CMU dictionary. Taking one for another costs 0 to 1, by what sets them apart: for consonants
voicing, manner and place (what Miller and Nicely, 1955, found to be kept or lost together in noise), for vowels
height, backness, rounding and where a diphthong ends. One too many or too few costs `SKIPPED_COST`, or less where it
is hardly heard.

Phonemes fall into `CLASSES`. Changing one for another of its class may cost little; everything else costs
`LEAST_CHANGE_COST` or more. So two phrases within a distance differ in few classes, which makes them quick to find
among thousands (`core/near_phrases.py`).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

Phonemes = tuple[str, ...]
"""`("S", "K", "W", "AA", "T")`."""

CLASSES: Final = (
    ("P", "B"),
    ("T", "D"),
    ("K", "G"),
    ("F", "V"),
    ("TH", "DH"),
    ("S", "Z"),
    ("SH", "ZH", "CH", "JH"),
    ("HH",),
    ("M", "N", "NG"),
    ("L",),
    ("R", "ER"),
    ("W",),
    ("Y",),
    ("IY", "IH", "EY"),
    ("EH", "AE"),
    ("AH", "AA", "AO"),
    ("OW", "UH", "UW"),
    ("AY",),
    ("AW",),
    ("OY",),
)
"""Phonemes of one class are the likeliest to be taken for each other."""

LEAST_CHANGE_COST: Final = 0.8
"""What it costs at least to change a phoneme for one of another class, or to skip one."""

SKIPPED_COST: Final = 1.0
WEAK_COST: Final = 0.8
"""Skipping a phoneme that is soft, or often left out in fast speech."""

CONFUSABLE_DISTANCE: Final = 1.6
"""Up to here phrases are taken for each other: two phonemes of another class, or one and little besides. Of 32 such
pairs that 18 voices said, the bundled ear confused 15, in 58 of 1,000 hearings of each phrase; from here to 2 it was
15, and beyond 2.8 it was 3 (docs/confusions.md)."""

CONFUSABLE_SHARE: Final = 0.4
"""... but only up to so much of the shorter phrase's phonemes: "bar" and "pause" share none, and are 1.35 apart."""

DESTRUCTIVE_DISTANCE: Final = 2.0
"""The same for a name or command beside one that stops, begins or ends something: whoever is misheard there loses a
set. From 1.6 to here a pair was confused in 15 of 1,000 hearings, beyond in 10 and fewer (docs/confusions.md); of pairs
with such a command only 7 were measured, and none was confused. "Shop", "hop" and "drop" are 1.6 to 1.8 from "stop",
"pulls" is 1.8 from "pause"."""

DESTRUCTIVE_SHARE: Final = 2 / 3
"""... and up to so much of the shorter phrase: all of the distance from three phonemes on, since the words to be kept
apart are as short as "done" and "pause"."""


class _Consonant(NamedTuple):
    place: float
    """From the lips, 0, to the throat, 4."""

    manner: float
    """From closed, 0, to open, 3."""

    voiced: int


class _Vowel(NamedTuple):
    height: float
    """From close, 0, to open, 3; of a diphthong its beginning, like the next."""

    backness: float
    """From front, 0, to back, 2."""

    rounded: float
    glide: float
    """Where a diphthong ends: -1 at the front, 1 at the back, 0 where it stays."""


_CONSONANTS: Final = {
    "P": _Consonant(0, 0, 0),
    "B": _Consonant(0, 0, 1),
    "M": _Consonant(0, 2, 1),
    "F": _Consonant(0.5, 1, 0),
    "V": _Consonant(0.5, 1, 1),
    "TH": _Consonant(1, 1, 0),
    "DH": _Consonant(1, 1, 1),
    "T": _Consonant(1.5, 0, 0),
    "D": _Consonant(1.5, 0, 1),
    "S": _Consonant(1.5, 1, 0),
    "Z": _Consonant(1.5, 1, 1),
    "N": _Consonant(1.5, 2, 1),
    "L": _Consonant(1.5, 2.5, 1),
    "CH": _Consonant(2, 0.5, 0),
    "JH": _Consonant(2, 0.5, 1),
    "SH": _Consonant(2, 1, 0),
    "ZH": _Consonant(2, 1, 1),
    "R": _Consonant(2, 2.5, 1),
    "Y": _Consonant(2.5, 3, 1),
    "K": _Consonant(3, 0, 0),
    "G": _Consonant(3, 0, 1),
    "NG": _Consonant(3, 2, 1),
    "W": _Consonant(1.5, 3, 1),
    "HH": _Consonant(4, 1, 0),
}
_VOWELS: Final = {
    "IY": _Vowel(0, 0, 0, 0),
    "IH": _Vowel(0.5, 0.3, 0, 0),
    "EY": _Vowel(1, 0, 0, -0.5),
    "EH": _Vowel(2, 0.2, 0, 0),
    "AE": _Vowel(2.7, 0.2, 0, 0),
    "AH": _Vowel(2, 1.2, 0, 0),
    "ER": _Vowel(1.5, 1, 0.5, 0),
    "AA": _Vowel(3, 1.7, 0, 0),
    "AO": _Vowel(2.3, 2, 0.7, 0),
    "OW": _Vowel(1.2, 1.8, 1, 0.5),
    "UH": _Vowel(0.6, 1.6, 0.7, 0),
    "UW": _Vowel(0, 1.8, 1, 0),
    "AY": _Vowel(3, 1, 0, -1),
    "AW": _Vowel(3, 1.2, 0, 1),
    "OY": _Vowel(2, 2, 1, -1),
}
_NEIGHBOURS: Final = {
    frozenset(pair): cost
    for pair, cost in (
        (("R", "ER"), 0.2),
        (("Y", "IY"), 0.5),
        (("Y", "IH"), 0.6),
        (("W", "UW"), 0.5),
        (("W", "UH"), 0.6),
        (("W", "OW"), 0.7),
        (("L", "OW"), 0.7),
        (("L", "UH"), 0.8),
    )
}
"""Consonants that are made as vowels are."""

_PLACE_COST, _MANNER_COST, _VOICING_COST = 0.15, 0.3, 0.25
_HEIGHT_COST, _BACKNESS_COST, _ROUNDING_COST, _GLIDE_COST = 0.22, 0.25, 0.1, 0.35
_WEAK: Final = frozenset(("HH", "Y", "AH", "IH", "T", "D"))
_CLASS_OF: Final = {phoneme: number for number, members in enumerate(CLASSES) for phoneme in members}
_FAR: Final = 1e9


@cache
def change_cost(one: str, other: str) -> float:
    """Return what it costs to take a phoneme for another, 0 for the same to 1 for nothing in common.

    >>> change_cost("P", "B") < change_cost("P", "M") < change_cost("P", "AA")
    True
    """
    if one == other:
        return 0.0
    cost = min(1.0, _NEIGHBOURS.get(frozenset((one, other)), _feature_cost(one, other)))
    return cost if _CLASS_OF[one] == _CLASS_OF[other] else max(cost, LEAST_CHANGE_COST)


def _feature_cost(one: str, other: str) -> float:
    if one in _CONSONANTS and other in _CONSONANTS:
        first, second = _CONSONANTS[one], _CONSONANTS[other]
        return (
            _PLACE_COST * abs(first.place - second.place)
            + _MANNER_COST * abs(first.manner - second.manner)
            + _VOICING_COST * abs(first.voiced - second.voiced)
        )
    if one in _VOWELS and other in _VOWELS:
        vowel, twin = _VOWELS[one], _VOWELS[other]
        return (
            _HEIGHT_COST * abs(vowel.height - twin.height)
            + _BACKNESS_COST * abs(vowel.backness - twin.backness)
            + _ROUNDING_COST * abs(vowel.rounded - twin.rounded)
            + _GLIDE_COST * abs(vowel.glide - twin.glide)
        )
    return 1.0


def skip_cost(phoneme: str) -> float:
    """Return what it costs that a phoneme is one too many or too few."""
    return WEAK_COST if phoneme in _WEAK else SKIPPED_COST


_SKIPS: Final = {phoneme: skip_cost(phoneme) for phoneme in _CLASS_OF}


def phoneme_distance(one: Sequence[str], other: Sequence[str], most: float = _FAR) -> float:
    """Return the least cost of making the phonemes of one phrase those of the other (Wagner and Fischer 1974).

    Args:
        one: phonemes, without stress.
        other: the same.
        most: beyond it the answer is only "more": some number above it.

    Raises:
        KeyError: something is no phoneme.

    >>> phoneme_distance("S K W AA T".split(), "S K W AA T".split())
    0.0
    >>> phoneme_distance("R OW".split(), "R OW Z".split())
    1.0
    """
    # Whoever gets farther from the diagonal has skipped more than may be (Ukkonen 1985).
    band = int(min(most / WEAK_COST, len(one) + len(other)))
    if abs(len(one) - len(other)) > band:
        return _FAR
    along = [(_SKIPS[phoneme], phoneme) for phoneme in other]
    row = [0.0, *accumulate(skipped for skipped, _ in along)]
    for number, mine in enumerate(one):
        row, least = _next_row(row, mine, along, number, band)
        if least > most:
            return least
    return row[-1]


def _next_row(
    row: list[float], mine: str, along: list[tuple[float, str]], number: int, band: int
) -> tuple[list[float], float]:
    """Return the costs with one phoneme more, within a band around the diagonal, and the least of them."""
    skipped, changes = _SKIPS[mine], _changes_of(mine)
    after = [_FAR] * len(row)
    first = max(0, number - band)
    least = left = after[first] = row[0] + skipped if number < band else _FAR
    for place in range(first, min(len(along), number + band + 1)):
        beside, theirs = along[place]
        # Comparisons instead of min(): this is where the time of comparing thousands of names goes.
        best = row[place] + changes[theirs]
        if (above := row[place + 1] + skipped) < best:
            best = above
        if (beside := left + beside) < best:
            best = beside
        after[place + 1] = left = best
        if best < least:  # noqa: PLR1730 - as above
            least = best
    return after, least


@cache
def _changes_of(one: str) -> Mapping[str, float]:
    return {other: change_cost(one, other) for other in _CLASS_OF}


def classes_of(phonemes: Sequence[str]) -> bytes:
    """Return the class of each phoneme, one byte each.

    Raises:
        KeyError: something is no phoneme.
    """
    return bytes(_CLASS_OF[phoneme] for phoneme in phonemes)
