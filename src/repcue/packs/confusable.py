"""Phrases that are not heard apart: near ones, beginnings of others, and commands that the coach says itself.

Everything here takes time in proportion to the number of phrases.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from repcue.core.near_phrases import KnownPhrases
from repcue.core.phoneme_distance import CONFUSABLE_DISTANCE, CONFUSABLE_SHARE, LEAST_CHANGE_COST, Phonemes
from repcue.packs.spoken import Role, Sounds, Spoken, ways_to_say


class Kind(StrEnum):
    """What is wrong with two phrases."""

    NEAR = "near"
    BEGINS = "begins"
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two phrases that are not heard apart."""

    kind: Kind
    one: Spoken
    """What should change: a name or what the coach says, of two commands the later one."""

    other: Spoken
    distance: float = 0.0
    """Of near ones; 0 where they sound the same."""

    more: int = 0
    """How many other phrases the shorter one begins as well."""

    @property
    def texts(self) -> frozenset[str]:
        """Both phrases."""
        return frozenset((self.one.text, self.other.text))


_MOST_SKIPPED: Final = int(CONFUSABLE_DISTANCE / LEAST_CHANGE_COST)
"""Phonemes that one of two near phrases may have more than the other."""

_ORDER: Final = (Role.COMMAND, Role.NAME, Role.COACH)


class Commands:
    """The commands that packs are compared with. Never changes once built."""

    def __init__(self, phrases: Sequence[Spoken], sounds: Sounds) -> None:
        """Take the commands, and how their words sound; those with a word that cannot be heard are near to nothing."""
        self.phrases: Final = tuple(phrases)
        ways = [ways_to_say(phrase.text, sounds) for phrase in self.phrases]
        self._known = KnownPhrases(ways, CONFUSABLE_DISTANCE)
        self._longest = max((len(way) for said in ways for way in said), default=0)

    def clashes(self, own: Sequence[Spoken], sounds: Sounds, lines: Sequence[Spoken] = ()) -> tuple[Clash, ...]:
        """Return what is not heard apart among some phrases, and between them and the commands.

        Args:
            own: names, clauses of the coach, or more commands.
            sounds: how their words sound; phrases with a word that cannot be heard are left out.
            lines: what the coach says as a whole; `own` has its clauses.
        """
        return (*self._near(own, sounds), *_beginnings(own, self.phrases), *_contained(lines, self.phrases))

    def _near(self, own: Sequence[Spoken], sounds: Sounds) -> Iterator[Clash]:
        phrases = (*self.phrases, *own)

        def matters(one: int, other: int) -> bool:
            first, second = phrases[one], phrases[other]
            if Role.COACH in (first.role, second.role):
                return Role.COMMAND in (first.role, second.role)
            return not first.means_the_same(second)

        for pair in self._known.near([self._ways(phrase, sounds) for phrase in own], matters):
            if pair.distance > CONFUSABLE_SHARE * min(pair.lengths):
                continue
            first, second = sorted((phrases[pair.one], phrases[pair.other]), key=lambda each: _ORDER.index(each.role))
            if first.text != second.text or first.role is not second.role:
                yield Clash(Kind.NEAR, second, first, pair.distance)

    def _ways(self, phrase: Spoken, sounds: Sounds) -> tuple[Phonemes, ...]:
        ways = ways_to_say(phrase.text, sounds)
        if phrase.role is not Role.COACH:
            return ways
        # A sentence longer than every command is none, and long ones take longest to look up.
        return tuple(way for way in ways if len(way) <= self._longest + _MOST_SKIPPED)


def unheard_words(names: Iterable[Spoken], hears: Callable[[str], bool]) -> Mapping[str, Spoken]:
    """Return the words that an ear cannot hear, each with the first phrase that has it."""
    heard: dict[str, bool] = {}
    found: dict[str, Spoken] = {}
    for phrase in names:
        for word in phrase.text.split():
            if word not in heard:
                heard[word] = hears(word)
            if not heard[word]:
                found.setdefault(word, phrase)
    return found


def _beginnings(own: Sequence[Spoken], commands: Sequence[Spoken]) -> Iterator[Clash]:
    """Yield each phrase once that begins another with another meaning; what the coach says is left out."""
    said = [phrase for phrase in (*commands, *own) if phrase.role is not Role.COACH]
    by_text = {phrase.text: phrase for phrase in said}
    is_own = {phrase.text for phrase in own}
    longer: dict[str, list[Spoken]] = {}
    for phrase in said:
        words = phrase.text.split()
        for count in range(1, len(words)):
            begun = by_text.get(" ".join(words[:count]))
            if begun and not begun.means_the_same(phrase) and (begun.text in is_own or phrase.text in is_own):
                longer.setdefault(begun.text, []).append(phrase)
    for text, others in longer.items():
        shorter = by_text[text]
        if shorter.role is Role.NAME:
            yield Clash(Kind.BEGINS, shorter, others[0], more=len(others) - 1)
        else:
            yield from (Clash(Kind.BEGINS, phrase, shorter) for phrase in others)


def _contained(lines: Sequence[Spoken], commands: Sequence[Spoken]) -> Iterator[Clash]:
    """Yield lines of the coach that hold an urgent command as words of their own."""
    urgent = {tuple(phrase.text.split()): phrase for phrase in commands if phrase.is_urgent}
    lengths = sorted({len(words) for words in urgent}, reverse=True)
    for line in lines:
        found = _first_in(line.text.split(), urgent, lengths)
        if found is not None and line.text != found.text:
            yield Clash(Kind.CONTAINS, line, found)


def _first_in(
    words: Sequence[str], urgent: Mapping[tuple[str, ...], Spoken], lengths: Collection[int]
) -> Spoken | None:
    for length in lengths:
        for start in range(len(words) - length + 1):
            if found := urgent.get(tuple(words[start : start + length])):
                return found
    return None
