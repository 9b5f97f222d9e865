"""A pack whose lines are said in another language while everything that is heard stays as it is.

What the coach says of an exercise or a drill (cues, range, safety, corrections, tap spots, what to do) is taken from
the language; names, aliases and the places one can name are commands, and the ear knows them in the main language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from repcue.core.spoken_texts import texts_together
from repcue.packs.drills import Drills
from repcue.packs.schema import Exercise, Pack

COACHES_LANGUAGE: Final = "en"
"""What the answers and counts are in, and what every voice profile is for."""


@dataclass(frozen=True, slots=True)
class SaidIn:
    """A pack as it is said in a language."""

    pack: Pack
    languages: Mapping[str, str]
    """The language of every text that is not in the coach's own, by the text."""

    notices: tuple[str, ...]
    """Sentences that say where the main language stands in."""


def said_in(pack: Pack, language: str) -> SaidIn:
    """Return a pack with its lines in a language, as far as it has them.

    Args:
        pack: in its main language, knowing itself in others.
        language: `de` or `de-AT`.
    """
    found = pack.in_language(language)
    own = {text: pack.language for texts in texts_together(pack) for text in texts}
    if found.pack is pack:
        return SaidIn(pack, _foreign(own), found.notices)
    others = {exercise.id: exercise for exercise in found.pack.exercises}
    exercises = tuple(_exercise(each, others[each.id]) for each in pack.exercises)
    said = pack.model_copy(update={"exercises": exercises, "drills": _drills(pack.drills, found.pack.drills)})
    lines = (text for texts in texts_together(said) for text in texts)
    return SaidIn(said, _foreign({text: own.get(text, language) for text in lines}), found.notices)


def _foreign(languages: Mapping[str, str]) -> Mapping[str, str]:
    """Return the texts that the coach's own voice is not made for."""
    return MappingProxyType({text: each for text, each in languages.items() if not is_coaches(each)})


def is_coaches(language: str) -> bool:
    """Return whether the coach speaks a language by itself.

    >>> is_coaches("en-GB"), is_coaches("de")
    (True, False)
    """
    return language.partition("-")[0] == COACHES_LANGUAGE


def _exercise(own: Exercise, other: Exercise) -> Exercise:
    corrections = (
        each.model_copy(update={"say": said.say}) for each, said in zip(own.wrong_feel, other.wrong_feel, strict=True)
    )
    changed: dict[str, object] = {
        "cues": other.cues,
        "range": other.range,
        "safety": other.safety,
        "wrong_feel": tuple(corrections),
    }
    if own.tap is not None and other.tap is not None:
        changed["tap"] = own.tap.model_copy(update={"say": other.tap.say})
    return own.model_copy(update=changed)


def _drills(own: Drills, other: Drills) -> Drills:
    warm_up = (
        each.model_copy(update={"say": said.say, "remind": said.remind, "caution": said.caution})
        for each, said in zip(own.warm_up, other.warm_up, strict=True)
    )
    flex = (each.model_copy(update={"say": said.say}) for each, said in zip(own.flex, other.flex, strict=True))
    feel_sets = (
        each.model_copy(update={"say": said.say}) for each, said in zip(own.feel_sets, other.feel_sets, strict=True)
    )
    return own.model_copy(update={"warm_up": tuple(warm_up), "flex": tuple(flex), "feel_sets": tuple(feel_sets)})
