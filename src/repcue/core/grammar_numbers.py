"""Spoken numbers as a phrase template: exactly the numbers of a range, in a few rules instead of a list."""

from collections import defaultdict

from repcue.core.grammar_template import Choice, Named, Node, NumberRange, Row, Word, optional, row_of
from repcue.core.spoken_numbers import TEENS, TENS, UNITS


def number_phrase(numbers: NumberRange) -> Node:
    """Return a template for every way to say a number of the range."""
    if not numbers.halves:
        return _whole(numbers.low, numbers.high, numbers.clipped)
    options: list[Node] = []
    if numbers.low == 0:
        options.append(Word("zero"))
        if numbers.high:
            options.append(row_of("a half"))
    low = max(numbers.low, 1)
    if low < numbers.high:
        options.append(Row((_whole(low, numbers.high - 1, numbers.clipped), optional(row_of("and a half")))))
    if low <= numbers.high:
        options.append(_whole(numbers.high, numbers.high, numbers.clipped))
    return _one_of(options)


def _whole(low: int, high: int, clipped: bool) -> Node:
    options: list[Node] = []
    if low <= 99:
        options.append(_below_hundred(low, min(high, 99)))
    alike: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for hundreds in range(max(1, low // 100), high // 100 + 1):
        rest_low = max(low - 100 * hundreds, 0)
        alike[rest_low, min(high - 100 * hundreds, 99)].append(hundreds)
    for (rest_low, rest_high), hundreds_alike in alike.items():
        options += _hundreds(hundreds_alike, rest_low, rest_high, clipped)
    return Named(f"number_{low}_{high}{'_clipped' if clipped else ''}", _one_of(options))


def _hundreds(hundreds: list[int], low: int, high: int, clipped: bool) -> list[Node]:
    digits: list[Node] = [Word(UNITS[each]) for each in hundreds]
    leads = _one_of([*digits, *([Word("a")] if 1 in hundreds else [])])
    parts: list[Node] = [leads, Word("hundred")]
    if high >= 1:
        tail = Row((optional(Word("and")), _below_hundred(max(low, 1), high)))
        parts.append(tail if low else optional(tail))
    options: list[Node] = [Row(tuple(parts))]
    if clipped and high >= 10:
        options.append(Row((_one_of(digits), _below_hundred(max(low, 10), high))))
    return options


def _below_hundred(low: int, high: int) -> Node:
    options: list[Node] = [Word((UNITS + TEENS)[each]) for each in range(low, min(high, 19) + 1)]
    alike: defaultdict[tuple[int, int], list[Node]] = defaultdict(list)
    for tens in range(max(2, low // 10), high // 10 + 1):
        alike[max(low - 10 * tens, 0), min(high - 10 * tens, 9)].append(Word(TENS[tens - 2]))
    for (unit_low, unit_high), words in alike.items():
        units: list[Node] = [Word(UNITS[each]) for each in range(max(unit_low, 1), unit_high + 1)]
        if not units:
            options.append(_one_of(words))
        else:
            options.append(Row((_one_of(words), _one_of(units) if unit_low else optional(_one_of(units)))))
    return Named(f"below_hundred_{low}_{high}", _one_of(options))


def _one_of(options: list[Node]) -> Node:
    return options[0] if len(options) == 1 else Choice(tuple(options))
