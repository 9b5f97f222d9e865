"""Phrases that are not heard apart: near ones, beginnings of others, and commands that the coach says itself.

Those that were measured to be taken for each other are told with how often, however far apart they sound.
Everything here takes time in proportion to the number of phrases.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from repcue.core.near_phrases import KnownPhrases
from repcue.core.phoneme_distance import (
    CONFUSABLE_DISTANCE,
    CONFUSABLE_SHARE,
    DESTRUCTIVE_DISTANCE,
    DESTRUCTIVE_SHARE,
    LEAST_CHANGE_COST,
    Phonemes,
)
from repcue.packs.measured import Mistaken
from repcue.packs.spoken import Role, Sounds, Spoken, ways_to_say


class Kind(StrEnum):
    """What is wrong with two phrases."""

    NEAR = "near"
    MEASURED = "measured"
    """One was taken for the other when voices said it."""

    BEGINS = "begins"
    CONTAINS = "contains"
    ACROSS = "across"
    """Near, and the other is a name of another pack."""


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

    mistaken: Mistaken | None = None
    """Of measured ones: how often which was taken for which."""

    @property
    def most_distance(self) -> float:
        """Up to which distance these two are near."""
        return _limits_of(self.one, self.other)[0]

    @property
    def texts(self) -> frozenset[str]:
        """Both phrases."""
        return frozenset((self.one.text, self.other.text))


_MOST_SKIPPED: Final = int(DESTRUCTIVE_DISTANCE / LEAST_CHANGE_COST)
"""Phonemes that one of two near phrases may have more than the other."""

_ORDER: Final = (Role.COMMAND, Role.NAME, Role.COACH)


class Commands:
    """The commands that packs are compared with. Never changes once built."""

    def __init__(self, phrases: Sequence[Spoken], sounds: Sounds, measured: Sequence[Mistaken] = ()) -> None:
        """Take the commands.

        Args:
            phrases: the commands; those with a word that cannot be heard are near to nothing.
            sounds: how their words sound.
            measured: which phrases the ear took for which.
        """
        self.phrases: Final = tuple(phrases)
        self._measured = tuple(measured)
        ways = [ways_to_say(phrase.text, sounds) for phrase in self.phrases]
        self._known = KnownPhrases(ways, DESTRUCTIVE_DISTANCE)
        self._longest = max((len(way) for said in ways for way in said), default=0)

    def clashes(self, own: Sequence[Spoken], sounds: Sounds, lines: Sequence[Spoken] = ()) -> tuple[Clash, ...]:
        """Return what is not heard apart among some phrases, and between them and the commands.

        Args:
            own: names, clauses of the coach, or more commands.
            sounds: how their words sound; phrases with a word that cannot be heard are left out.
            lines: what the coach says as a whole; `own` has its clauses.
        """
        measured = tuple(_mistaken(own, self.phrases, self._measured))
        counted = {clash.texts for clash in measured}
        near = (clash for clash in self._near(own, sounds) if clash.texts not in counted)
        return (*near, *measured, *_beginnings(own, self.phrases), *_contained(lines, self.phrases))

    def _near(self, own: Sequence[Spoken], sounds: Sounds) -> Iterator[Clash]:
        phrases = (*self.phrases, *own)

        def matters(one: int, other: int) -> bool:
            first, second = phrases[one], phrases[other]
            if Role.COACH in (first.role, second.role):
                return Role.COMMAND in (first.role, second.role)
            return not first.means_the_same(second)

        for pair in self._known.near([self._ways(phrase, sounds) for phrase in own], matters):
            first, second = _in_order(phrases[pair.one], phrases[pair.other])
            most, share = _limits_of(first, second)
            if pair.distance > min(most, share * min(pair.lengths)):
                continue
            if first.text != second.text or first.role is not second.role:
                yield Clash(Kind.NEAR, second, first, pair.distance)

    def _ways(self, phrase: Spoken, sounds: Sounds) -> tuple[Phonemes, ...]:
        ways = ways_to_say(phrase.text, sounds)
        if phrase.role is not Role.COACH:
            return ways
        # A sentence longer than every command is none, and long ones take longest to look up.
        return tuple(way for way in ways if len(way) <= self._longest + _MOST_SKIPPED)


class OtherNames:
    """The names of packs that can be used beside the one that is judged. Never changes once built."""

    def __init__(self, names: Sequence[tuple[Spoken, Sounds]]) -> None:
        """Take the names, each with its pack's id and how the words of that pack sound."""
        self._names = tuple(name for name, _ in names)
        self._known = KnownPhrases([ways_to_say(name.text, sounds) for name, sounds in names], CONFUSABLE_DISTANCE)

    def clashes(self, pack_id: str, own: Sequence[Spoken], sounds: Sounds) -> Iterator[Clash]:
        """Yield each near pair of a pack's name and one of another pack.

        What is equal, in words or in the exercise's id, is no question of sound; and what the pack itself has, it has
        been told of.

        Args:
            pack_id: the pack's; one of the same id is the pack itself, or another version of it.
            own: its names.
            sounds: how their words sound; names with a word that cannot be heard are left out.
        """
        count, mine = len(self._names), {name.text for name in own}

        def matters(one: int, other: int) -> bool:
            if not one < count <= other:
                return False
            theirs = self._names[one]
            return theirs.pack != pack_id and theirs.meaning != own[other - count].meaning and theirs.text not in mine

        for pair in self._known.near([ways_to_say(name.text, sounds) for name in own], matters):
            if pair.distance <= CONFUSABLE_SHARE * min(pair.lengths):
                yield Clash(Kind.ACROSS, own[pair.other - count], self._names[pair.one], pair.distance)


def _in_order(one: Spoken, other: Spoken) -> tuple[Spoken, Spoken]:
    """Return two phrases so that what should change stands last."""
    first, second = sorted((one, other), key=lambda each: _ORDER.index(each.role))
    return first, second


def _limits_of(one: Spoken, other: Spoken) -> tuple[float, float]:
    """Return up to which distance, and which share of the shorter one's phonemes, two phrases are near.

    What the coach says has the ordinary ones also beside a destructive command: it is refused as the coach's own voice.
    """
    if Role.COACH not in (one.role, other.role) and (one.is_destructive or other.is_destructive):
        return DESTRUCTIVE_DISTANCE, DESTRUCTIVE_SHARE
    return CONFUSABLE_DISTANCE, CONFUSABLE_SHARE


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


def _mistaken(own: Sequence[Spoken], commands: Sequence[Spoken], measured: Sequence[Mistaken]) -> Iterator[Clash]:
    """Yield the measured pairs of which one is among some phrases; what the coach says is left out."""
    mine = {phrase.text: phrase for phrase in own if phrase.role is not Role.COACH}
    by_text = {phrase.text: phrase for phrase in commands} | mine
    for pair in measured:
        said, heard = by_text.get(pair.said), by_text.get(pair.heard)
        if said and heard and (said.text in mine or heard.text in mine) and not said.means_the_same(heard):
            other, one = _in_order(heard, said)
            yield Clash(Kind.MEASURED, one, other, mistaken=pair)


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
