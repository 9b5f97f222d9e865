"""Numbers that a phrase does not take: which they are, and the same phrases with every number that can be said.

A recogniser never gets these phrases; they only tell why a text is no phrase.
"""

from dataclasses import dataclass, replace
from typing import Final

from repcue.core.grammar_numbers import number_phrase
from repcue.core.grammar_template import Choice, Entry, Named, Node, NumberRange, Repeat, Row, Slot, readable
from repcue.core.spoken_numbers import LARGEST_NUMBER, words_from_number

ANY_NUMBER: Final = NumberRange(0, LARGEST_NUMBER, halves=True, clipped=True)
ANY_SECONDS: Final = replace(ANY_NUMBER, clipped=False)
"""Numbers that follow each other: "two eleven" is two of them, and not 211."""


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A number that a phrase does not take."""

    intent: str
    slot: str
    value: int | float
    numbers: NumberRange
    words: tuple[str, ...] = ()
    """What fills the slot besides numbers: `explosive`."""


def numbers_of(slot: Slot) -> NumberRange | None:
    """Return which numbers fill a slot, also where a list names them one by one; None where none do."""
    if slot.numbers is not None:
        return slot.numbers
    values = [int(str(entry.value)) for entry in slot.entries if _is_counted(entry)]
    return NumberRange(min(values), max(values)) if values else None


def words_beside(slot: Slot) -> tuple[str, ...]:
    """Return what is said in a slot that is filled from a list with numbers, and is none."""
    return tuple(readable(entry.say) for entry in slot.entries if slot.numbers is None and not _is_counted(entry))


def with_any_number(node: Node) -> Node:
    """Return a template that takes every number that can be said, where it takes some."""
    match node:
        case Row(parts):
            return Row(tuple(with_any_number(part) for part in parts))
        case Choice(options):
            return Choice(tuple(with_any_number(option) for option in options))
        case Repeat(part):
            return Repeat(with_any_number(part))
        case Named(_, part):
            return with_any_number(part)
        case Slot() if numbers_of(node):
            anything = ANY_SECONDS if node.numbers is None else ANY_NUMBER
            words = tuple(entry for entry in node.entries if node.numbers is None and not _is_counted(entry))
            return replace(node, entries=(Entry(number_phrase(anything), None), *words), numbers=anything)
        case _:
            return node


def _is_counted(entry: Entry) -> bool:
    """Return whether an entry of a list is a number and said as one: `say: two, is: "2"`."""
    value = str(entry.value)
    return value.isdecimal() and int(value) <= LARGEST_NUMBER and readable(entry.say) == words_from_number(int(value))
