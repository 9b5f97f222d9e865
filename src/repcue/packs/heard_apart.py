"""What is not heard apart in a pack, as problems for its author: the pair, how near it is, and what to do."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from repcue.core.errors import suggestions
from repcue.core.grammar import words_of
from repcue.packs.accepted import Accepted
from repcue.packs.confusable import Clash, Commands, Kind, OtherNames, unheard_words
from repcue.packs.nodes import Path
from repcue.packs.report import Problem, Severity
from repcue.packs.schema import Exercise
from repcue.packs.sound import SoundPack
from repcue.packs.spoken import Role, Sounds, Spoken, clauses_of, coach_texts_of, names_of
from repcue.packs.values import MOST_ALIAS_WORDS, shown

_OTHER_WORDS: Final = {
    "pause": "wait",
    "stop": "end the set",
    "stop the set": "end the set",
    "done": "finished",
    "hold it": "hold still",
    "rack it": "put it back",
}
"""What a coach can say instead of an urgent command."""


@dataclass(frozen=True, slots=True)
class Ear:
    """Which words a recogniser knows."""

    name: str
    """`The bundled ear`."""

    hears: Callable[[str], bool]
    """Whether it can hear a word."""

    takes_phones: bool
    """Whether `pronunciations` teach it words."""


def heard_apart(
    sound: SoundPack,
    commands: Commands,
    sounds: Sounds,
    accepted: Accepted,
    ears: Sequence[Ear] = (),
    *,
    others: OtherNames | None = None,
) -> tuple[Problem, ...]:
    """Return a warning for each name and each text of a pack that is not heard apart, an error for a taken command.

    Args:
        sound: the pack, as far as its shape is sound.
        commands: what can be said besides.
        sounds: how words sound to the ear, the pack's own pronunciations among them.
        accepted: what its author keeps all the same; what is wrong with the list itself is not told here.
        ears: what is told to be heard apart is heard by all of these.
        others: the names of the packs that can be used beside this one.
    """
    names, lines = list(names_of(sound)), list(coach_texts_of(sound))
    whole = [Spoken(" ".join(words_of(line)), Role.COACH, "", path) for line, path in lines]
    clashes = commands.clashes([*names, *clauses_of(lines)], sounds, whole)
    across = tuple(others.clashes(sound.pack.id, names, sounds)) if others else ()
    found, stale = accepted.without((*clashes, *across))
    # What an exercise with a mistake clashes with is not known yet.
    problems = () if sound.stand_ins else stale
    if not found:
        return problems
    teller = _Teller(sound, [*names, *commands.phrases, *(clash.other for clash in across)], found, ears)
    return (*problems, *map(teller.told, _nearest(found)))


def _nearest(found: Sequence[Clash]) -> list[Clash]:
    """Return of several clashes of one text the nearest, and what begins or holds another; of a taken command, one."""
    by_place: dict[tuple[Kind, Path], Clash] = {}
    for clash in sorted(found, key=_order):
        by_place.setdefault((clash.kind, clash.one.path), clash)
    taken = {clash.one.path for clash in found if _is_taken(clash)}
    return [clash for clash in by_place.values() if _is_taken(clash) or clash.one.path not in taken]


def _order(clash: Clash) -> tuple[bool, float, int, Path, str]:
    times = clash.mistaken.times if clash.mistaken else 0
    return not _is_taken(clash), clash.distance, -times, clash.other.path, clash.other.text


def _is_taken(clash: Clash) -> bool:
    one, other = clash.one, clash.other
    return one.role is Role.NAME and other.role is Role.COMMAND and one.text == other.text


def unheard(sound: SoundPack, ears: Sequence[Ear]) -> tuple[Problem, ...]:
    """Return a warning for each word of a pack's names that one of some ears cannot hear."""
    names = list(names_of(sound))
    found = [(ear, words) for ear in ears if (words := unheard_words(names, ear.hears))]
    if not found:
        return ()
    known = {word for name in names for word in name.text.split()}.difference(*(words for _, words in found))
    meant = suggestions(known)
    return tuple(
        sound.document.problem(
            phrase.path,
            f"{ear.name} does not know the word {shown(word)}, so {shown(phrase.text)} is never heard.",
            _teach(ear) + meant(word),
            severity=Severity.WARNING,
        )
        for ear, words in found
        for word, phrase in words.items()
    )


def _teach(ear: Ear) -> str:
    if ear.takes_phones:
        return (
            "Write how it sounds under pronunciations, like 'zercher: Z ER CH ER', or add an alias of ordinary words."
        )
    return "Add an alias of ordinary words that sound like it."


class _Teller:
    """Puts clashes into words."""

    def __init__(
        self, sound: SoundPack, listened: Sequence[Spoken], found: Sequence[Clash], ears: Sequence[Ear]
    ) -> None:
        self._document = sound.document
        self._exercises = sound.pack.exercises
        self._taken = {phrase.text for phrase in listened}
        self._ears = ears
        clashing = {text for clash in found for text in clash.texts}
        apart = (name for name in listened if name.text not in clashing and self._is_heard(name.text))
        self._safe = {name.meaning: name.text for name in apart}

    def told(self, clash: Clash) -> Problem:
        """Return one clash as a problem."""
        say = {
            Kind.NEAR: self._near,
            Kind.MEASURED: self._measured,
            Kind.BEGINS: self._begins,
            Kind.CONTAINS: self._contains,
            Kind.ACROSS: self._near,
        }
        sentence, hint = say[clash.kind](clash)
        severity = Severity.ERROR if _is_taken(clash) else Severity.WARNING
        return self._document.problem(clash.one.path, sentence, hint, severity=severity)

    def _near(self, clash: Clash) -> tuple[str, str]:
        one, other = clash.one, clash.other
        if one.role is Role.COACH:
            alike = "is" if one.text == other.text else f"sounds {_likeness(clash)}"
            hint = _reword(other.text if one.text == other.text else "")
            return f"the coach says {shown(one.text)}, which {alike} {_named(other)}.", hint
        if one.text == other.text:
            return f"{shown(one.text)} is {_named(other)}, which is acted on instead.", self._longer(one)
        return f"{shown(one.text)} sounds {_likeness(clash)} {_named(other)}.", self._longer(one)

    def _measured(self, clash: Clash) -> tuple[str, str]:
        one, other, found = clash.one, clash.other, clash.mistaken
        assert found is not None
        times = f"{found.times} of {found.of} times"
        if found.said == one.text:
            sentence = f"{shown(one.text)} was taken for {_named(other)} {times} when voices said it."
        else:
            sentence = f"{shown(one.text)} was heard {times} when voices said {_named(other)}."
        return sentence, self._longer(one)

    def _begins(self, clash: Clash) -> tuple[str, str]:
        one, other = clash.one, clash.other
        if one.text.startswith(f"{other.text} "):
            sentence = f"{shown(one.text)} begins with {_named(other)}, which then has to wait for what may follow."
            return sentence, "Begin it with another word."
        more = f" and {clash.more} more" if clash.more else ""
        sentence = f"{shown(one.text)} is also how {_named(other)}{more} begins; a pause after it picks this one."
        return sentence, self._longer(one)

    def _contains(self, clash: Clash) -> tuple[str, str]:
        sentence = f"the coach says the command {shown(clash.other.text)} here, and may hear itself."
        return sentence, _reword(clash.other.text)

    def _is_heard(self, text: str) -> bool:
        return all(ear.hears(word) for ear in self._ears for word in text.split())

    def _longer(self, name: Spoken) -> str:
        names = _longer_names(self._exercises[int(name.path[1])], name.text)
        better = next((each for each in names if each not in self._taken and self._is_heard(each)), None)
        longer = f"se a longer name, such as {shown(better)}." if better else "se a name with another word in it."
        # A name has to be there; only an alias can be left out.
        safe = self._safe.get(name.meaning) if name.path[-1] != "name" else None
        return f"Leave it out, since {shown(safe)} is heard apart, or u{longer}" if safe else f"U{longer}"


def _likeness(clash: Clash) -> str:
    if clash.distance == 0:
        return "exactly like"
    return f"like (distance {clash.distance:.2f}; up to {clash.most_distance:g} may be mixed up)"


def _named(phrase: Spoken) -> str:
    if phrase.role is Role.COMMAND:
        return f"the command {shown(phrase.text)}"
    where = f" in pack {phrase.pack!r}" if phrase.pack else ""
    return f"{shown(phrase.text)} of exercise {phrase.meaning!r}{where}"


def _reword(command: str) -> str:
    instead = _OTHER_WORDS.get(command)
    return f"Say it in other words{f', such as {shown(instead)}' if instead else ''}."


def _longer_names(exercise: Exercise, text: str) -> Iterator[str]:
    """Yield names that begin with what it is lifted with."""
    for lead in exercise.equipment:
        words = words_of(lead)
        if all(word.isalpha() for word in words) and not set(words) & set(text.split()):
            longer = " ".join((*words, text))
            if len(longer.split()) <= MOST_ALIAS_WORDS:
                yield longer
