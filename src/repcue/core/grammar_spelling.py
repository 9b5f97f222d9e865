"""A grammar's phrases as one recogniser can hear them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from repcue.core.grammar_template import SILENCE, Choice, Entry, Named, Node, Repeat, Row, Slot, Word, row_of


def spelled(node: Node, spell: Callable[[str], Sequence[Sequence[str]]]) -> Node | None:
    """Return a phrase with every word in the recogniser's spellings, or None when nothing of it can be heard.

    Alternatives that need a word without a spelling are left out.
    """
    match node:
        case Word(word):
            return _one_of([row_of(" ".join(each)) for each in spell(word)])
        case Row(parts):
            rows = [spelled(part, spell) for part in parts]
            return None if None in rows else Row(tuple(row for row in rows if row is not None))
        case Choice(options):
            return _one_of([SILENCE if each is SILENCE else spelled(each, spell) for each in options])
        case Repeat(part):
            heard = spelled(part, spell)
            return heard and Repeat(heard)
        case Named(name, part):
            heard = spelled(part, spell)
            return heard and Named(name, heard)
        case Slot(entries=entries):
            said = [(entry, spelled(entry.say, spell)) for entry in entries]
            heard_entries = tuple(Entry(say, entry.value) for entry, say in said if say is not None)
            return replace(node, entries=heard_entries) if heard_entries else None


def _one_of(options: Sequence[Node | None]) -> Node | None:
    heard = [option for option in options if option is not None]
    if len(heard) == 1:
        return heard[0]
    return Choice(tuple(heard)) if heard else None


def as_written(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the word itself: the spelling of a recogniser that knows every word."""
    return ((word,),)
