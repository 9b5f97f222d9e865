"""English numbers as people say them, in both directions: "sixty two and a half" and 62.5.

Whole numbers from 0 to 999 and the halves between them: what loads, repetitions and rests need.
"""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

UNITS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
"""The words for 0 to 9, by their value."""

TEENS: Final = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
"""The words for 10 to 19, by their value less ten."""

TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
"""The words for 20, 30 … 90, by their tens less two."""

LARGEST_NUMBER: Final = 999
"""The largest whole number that can be said; the heaviest raw squat (490 kg, 1,080 lb) is outside in pounds only."""

_BELOW_TWENTY: Final = MappingProxyType({word: value for value, word in enumerate(UNITS + TEENS)})
_WHOLE_TENS: Final = MappingProxyType({word: 20 + 10 * index for index, word in enumerate(TENS)})
_HALF: Final = ("and", "a", "half")


def words_from_number(number: float) -> str:
    """Return how a number is said.

    Args:
        number: 0 to 999, whole or a half.

    Raises:
        ValueError: the number has no such words.

    >>> words_from_number(62.5)
    'sixty two and a half'
    >>> words_from_number(135)
    'one hundred thirty five'
    >>> words_from_number(0.5)
    'a half'
    """
    whole, half = divmod(number, 1)
    if not 0 <= whole <= LARGEST_NUMBER or half not in {0, 0.5}:
        raise ValueError(f"{number!r} cannot be said; a number is 0 to {LARGEST_NUMBER}, whole or a half.")
    if half and not whole:
        return "a half"
    return " ".join([*_words_from_whole(int(whole)), *(_HALF if half else ())])


def _words_from_whole(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [UNITS[hundreds], "hundred"] if hundreds else []
    if rest >= 20:
        words.append(TENS[rest // 10 - 2])
        rest %= 10
        return [*words, UNITS[rest]] if rest else words
    if rest or not hundreds:
        words.append((UNITS + TEENS)[rest])
    return words


def number_from_words(words: Sequence[str]) -> int | float | None:
    """Return the number that the words say, or None when they say none.

    Also understood: "a hundred", "one hundred and five", "one thirty five" (135).

    >>> number_from_words("sixty two and a half".split())
    62.5
    >>> number_from_words("one thirty five".split())
    135
    >>> number_from_words("ninety twelve".split()) is None
    True
    """
    spoken = tuple(words)
    if spoken == _HALF[1:]:
        return 0.5
    if spoken[-3:] == _HALF:
        whole = _whole_from_words(spoken[:-3])
        return whole + 0.5 if whole else None
    return _whole_from_words(spoken)


def _whole_from_words(words: tuple[str, ...]) -> int | None:
    if "hundred" in words:
        at = words.index("hundred")
        hundreds = 1 if words[:at] == ("a",) else _one_to_nine(words[:at])
        rest = words[at + 1 :]
        if hundreds is None or not rest:
            return None if hundreds is None else hundreds * 100
        below = _below_hundred(rest[1:] if rest[0] == "and" else rest)
        return hundreds * 100 + below if below else None
    plain = _below_hundred(words)
    if plain is not None:
        return plain
    hundreds, rest_number = _one_to_nine(words[:1]), _below_hundred(words[1:])
    if hundreds is None or rest_number is None or rest_number < 10:
        return None
    return hundreds * 100 + rest_number


def _one_to_nine(words: tuple[str, ...]) -> int | None:
    value = _below_hundred(words) if len(words) == 1 else None
    return value if value is not None and 1 <= value <= 9 else None


def _below_hundred(words: tuple[str, ...]) -> int | None:
    if len(words) == 1:
        return _BELOW_TWENTY.get(words[0], _WHOLE_TENS.get(words[0]))
    if len(words) == 2 and words[0] in _WHOLE_TENS:
        unit = _one_to_nine(words[1:])
        return None if unit is None else _WHOLE_TENS[words[0]] + unit
    return None
