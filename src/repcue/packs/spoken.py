"""Everything of a pack that is said aloud, by the lifter or by the coach, with its place in the file."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product
from typing import Final

from repcue.core.grammar import Grammar, words_of
from repcue.core.grammar_spelling import as_written
from repcue.core.messages import Lane
from repcue.core.phoneme_distance import Phonemes
from repcue.packs.nodes import Path
from repcue.packs.schema import Exercise, Pack
from repcue.packs.sound import SoundPack

Sounds = Callable[[str], Sequence[Phonemes]]
"""Every way to say a word; none where the ear cannot hear it."""

_MOST_WAYS: Final = 4
"""Of a phrase whose words can be said in several ways each, so many combinations are looked at."""

_PAUSES: Final = re.compile(r"[,.;:!?…]+|\s[-–—]+\s")
"""Where a voice pauses; the ear then takes what follows for something new."""


class Role(StrEnum):
    """Who says it, and for what."""

    COMMAND = "command"
    NAME = "name"
    """Picks an exercise."""

    COACH = "coach"
    """Said by the coach, and better not heard."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One phrase as it is said."""

    text: str
    """As a grammar spells it: lower case, no punctuation."""

    role: Role
    meaning: str
    """Phrases of one meaning may sound alike: the intent with its slots, or the exercise."""

    path: Path = ()
    """Where it stands in the pack's file."""

    is_urgent: bool = False
    """Acted on before it is certain that nothing follows."""

    is_costly: bool = False
    """Begins or ends something."""

    pack: str = ""
    """Name: the id of the other pack that has it; empty for the pack that is judged."""

    whole: str = ""
    """Coach: the text that this is a part of, as written."""

    @property
    def is_destructive(self) -> bool:
        """Whether obeying it wrongly stops, begins or ends something."""
        return self.is_urgent or self.is_costly

    def means_the_same(self, other: "Spoken") -> bool:
        """Return whether both may sound alike; two exercises of one id, which is a mistake of its own, may not."""
        return self.meaning == other.meaning and self.path[:2] == other.path[:2]


def commands_of(grammar: Grammar) -> tuple[Spoken, ...]:
    """Return the commands of a grammar: every sentence of small phrases, samples of those with numbers."""
    found = []
    for text in grammar.sentences(as_written):
        intent = grammar.understand(text)
        if intent is not None:
            slots = ", ".join(f"{name} {value}" for name, value in sorted(intent.slots.items()))
            is_urgent, is_costly = grammar.lane_of(intent.name) is Lane.URGENT, grammar.is_costly(intent.name)
            meaning = f"{intent.name} ({slots})" if slots else intent.name
            found.append(Spoken(text, Role.COMMAND, meaning, is_urgent=is_urgent, is_costly=is_costly))
    return tuple(found)


def names_of(sound: SoundPack) -> Iterator[Spoken]:
    """Yield what picks an exercise of a pack: its aliases, and its name where that can be said."""
    return (name for name in names_in(sound.pack) if sound.is_given(name.path))


def names_in(pack: Pack, called: str = "") -> Iterator[Spoken]:
    """Yield the names of a whole pack; of another one than is judged, with its id."""
    for index, exercise in enumerate(pack.exercises):
        path: Path = ("exercises", index)
        texts = {" ".join(words_of(alias)): (*path, "aliases", place) for place, alias in enumerate(exercise.aliases)}
        if re.fullmatch(r"[^\W\d_]+([ -][^\W\d_]+)*", exercise.name):
            texts.setdefault(" ".join(words_of(exercise.name)), (*path, "name"))
        for text, place in texts.items():
            yield Spoken(text, Role.NAME, exercise.id, place, pack=called)


def coach_texts_of(sound: SoundPack) -> Iterator[tuple[str, Path]]:
    """Yield what the pack makes the coach say, names of exercises left out, with its place."""
    return ((text, path) for text, path in _coach_texts(sound.pack) if sound.is_given(path))


def _coach_texts(pack: Pack) -> Iterator[tuple[str, Path]]:
    for index, exercise in enumerate(pack.exercises):
        yield from _lines(exercise, ("exercises", index))
    for kind in ("warm_up", "flex", "feel_sets"):
        for index, drill in enumerate(getattr(pack.drills, kind)):
            for key in ("say", "remind", "caution"):
                if text := getattr(drill, key, None):
                    yield text, ("drills", kind, index, key)


def _lines(exercise: Exercise, path: Path) -> Iterator[tuple[str, Path]]:
    for place, cue in enumerate(exercise.cues):
        for form in ("set", "rep", "key"):
            if text := cue.text(form):
                yield text, (*path, "cues", place, form)
    if exercise.range:
        yield exercise.range, (*path, "range")
    for place, line in enumerate(exercise.safety):
        yield line, (*path, "safety", place)
    for place, wrong in enumerate(exercise.wrong_feel):
        yield wrong.say, (*path, "wrong_feel", place, "say")
    if exercise.tap:
        yield exercise.tap.say, (*path, "tap", "say")


def clauses_of(texts: Iterable[tuple[str, Path]]) -> Iterator[Spoken]:
    """Yield each part that the coach says between two pauses, each once.

    >>> [each.text for each in clauses_of([("Elbows in, and push!", ())])]
    ['elbows in', 'and push']
    """
    seen: set[str] = set()
    for whole, path in texts:
        for part in _PAUSES.split(whole):
            text = " ".join(words_of(part))
            if text and text not in seen:
                seen.add(text)
                yield Spoken(text, Role.COACH, "said by the coach", path, whole=whole)


def ways_to_say(text: str, sounds: Sounds) -> tuple[Phonemes, ...]:
    """Return the phonemes of a phrase, the usual way first; none where a word of it cannot be heard.

    >>> ways_to_say("low row", {"low": [("L", "OW")], "row": [("R", "OW"), ("R", "AW")]}.__getitem__)
    (('L', 'OW', 'R', 'OW'), ('L', 'OW', 'R', 'AW'))
    """
    each = [sounds(word) for word in text.split()]
    whole = (tuple(phoneme for way in ways for phoneme in way) for ways in product(*each))
    return tuple(dict.fromkeys(islice(whole, _MOST_WAYS)))
