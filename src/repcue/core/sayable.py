"""What can be said with the packs in use, and how it is told when that becomes something else.

The session's meaning of words and the ear's knowledge of them change one after the other: first the meaning, at once,
then the ear, as soon as nobody speaks. Meanwhile the ear hears phrases of before alone; those that are gone mean
nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from repcue.core.catalogue import Catalogue
from repcue.core.grammar import Grammar

MOST_NAMES: Final = 3
"""So many names are told; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Sayable:
    """What packs add to what can be said."""

    names: Mapping[str, str]
    """What one can say to pick an exercise, with the id that it picks."""

    places: tuple[str, ...]
    """Where exercises are felt wrongly."""

    muscles: tuple[str, ...]
    pronunciations: Mapping[str, str]
    """The phones of words that a recogniser may not know."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What became of an ear that was to take other words."""

    grammar: Grammar
    """What it was to hear."""

    unhearable: tuple[str, ...] = ()
    """Words that it does not know: phrases with them are never heard."""

    trouble: str | None = None
    """Why it hears what it heard before, as a sentence; None where it has learnt."""


def sayable(catalogue: Catalogue) -> Sayable:
    """Return what can be said with the packs of a catalogue."""
    return Sayable(
        dict(catalogue.aliases()),
        catalogue.places_of_feeling(),
        catalogue.muscles(),
        dict(catalogue.pronunciations()),
    )


def names_not_known(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names among some that are not among those of before, or do not mean the same there."""
    return tuple(name for name, exercise_id in after.items() if before.get(name) != exercise_id)


def names_not_heard(names: Iterable[str], unhearable: Iterable[str]) -> tuple[str, ...]:
    """Return the names that have a word in them which the ear does not know.

    >>> names_not_heard(("bench", "blork press"), ("blork",))
    ('blork press',)
    """
    unknown = frozenset(unhearable)
    return tuple(name for name in names if unknown & set(name.split()))


def not_heard_sentence(names: Iterable[str], unhearable: Iterable[str]) -> str:
    """Return which names are never heard, and what to do; nothing where all are.

    >>> not_heard_sentence(("bench", "blork press"), ("blork",))
    'The ear does not know how "blork" sounds and never hears "blork press"; write its sound under pronunciations.'
    """
    missing = names_not_heard(names, unhearable)
    if not missing:
        return ""
    words = dict.fromkeys(word for name in missing for word in name.split() if word in set(unhearable))
    is_one = len(words) == 1
    sound, its, write = ("sounds", "its", "sound") if is_one else ("sound", "their", "sounds")
    return (
        f"The ear does not know how {listed(words)} {sound} and never hears {listed(missing)}; "
        f"write {its} {write} under pronunciations."
    )


def learnt_sentence(before: Mapping[str, str], after: Mapping[str, str], unhearable: Iterable[str]) -> str:
    """Return what an ear comes to that has taken other words, for screen and log.

    Args:
        before: the names that it knew, with what they meant.
        after: the names of the packs that it was given.
        unhearable: words that it does not know.

    >>> learnt_sentence({"squat": "a"}, {"squat": "a", "low bar": "a"}, ())
    'The ear now knows "low bar".'
    >>> learnt_sentence({"squat": "a", "press": "b"}, {"squat": "a"}, ())
    'The ear no longer knows "press".'
    >>> learnt_sentence({"squat": "a"}, {"squat": "a"}, ())
    'The ear now knows the words of the saved packs.'
    """
    unhearable = tuple(unhearable)
    missing = names_not_heard(after, unhearable)
    fresh = [name for name in names_not_known(before, after) if name not in missing]
    gone = [name for name in before if name not in after]
    told = [f"The ear now knows {listed(fresh)}."] if fresh else []
    told += [f"The ear no longer knows {listed(gone)}."] if gone else []
    told += [sentence] if (sentence := not_heard_sentence(names_not_known(before, after), unhearable)) else []
    return " ".join(told) or "The ear now knows the words of the saved packs."


def kept_words_sentence(trouble: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Return what an ear comes to that could not take other words.

    >>> kept_words_sentence("It broke.", {}, {"low bar": "a"})
    'It broke. The ear hears what it heard before. Heard after a restart: "low bar".'
    """
    names = names_not_known(before, after)
    later = f" Heard after a restart: {listed(names)}." if names else ""
    return f"{trouble} The ear hears what it heard before.{later}"


def listed(names: Iterable[str]) -> str:
    """Return names as they are listed in a sentence, a few of many.

    >>> listed(["a", "b"]), listed("abcd")
    ('"a", "b"', '"a", "b", "c" and 1 more')
    """
    every = [f'"{name}"' for name in names]
    more = f" and {len(every) - MOST_NAMES} more" if len(every) > MOST_NAMES else ""
    return ", ".join(every[:MOST_NAMES]) + more
