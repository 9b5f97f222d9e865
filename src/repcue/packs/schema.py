"""The shape of a cue pack: what `pack.yaml` may hold, every field with its unit and range."""

import re
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from pydantic import Field, PrivateAttr

from repcue.core.tempo import Tempo, parse_tempo
from repcue.packs.cue import Cue, Focus, Form, Level, Recordings
from repcue.packs.drills import Drills
from repcue.packs.texts import (
    AliasText,
    AliasTexts,
    LineText,
    ProseText,
    SpokenText,
)
from repcue.packs.values import (
    Date,
    Identifier,
    Language,
    Licence,
    Line,
    PackIdentifier,
    Phones,
    PronouncedWord,
    Prose,
    Shape,
    TempoText,
    Version,
)

__all__ = [
    "Cue",
    "Exercise",
    "Focus",
    "Form",
    "InLanguage",
    "Level",
    "Mechanic",
    "Muscles",
    "Pack",
    "Recordings",
    "Starts",
    "Tap",
    "WrongFeel",
]

_HELD: Final = frozenset(
    {"ball", "band", "bar", "barbell", "cable", "deck", "dumbbell", "handle", "kettlebell", "plate", "pulldown", "ring"}
    | {"rope", "strap", "trx"}
)
"""What both hands hold, in words of `equipment`; a machine for the legs and a bench leave them free."""

Starts = Literal["eccentric", "concentric"]
Mechanic = Literal["compound", "isolation"]


class Muscles(Shape):
    """Which muscles an exercise trains."""

    primary: tuple[Line, ...] = Field(min_length=1)
    """At least one, the one that works most first."""

    secondary: tuple[Line, ...] = ()
    """What works along."""


class Tap(Shape):
    """A spot to tap, so that attention goes there."""

    where: LineText
    """The spot: `inner biceps`."""

    by: Literal["self", "partner", "nobody"] = "self"
    """Who taps: the lifter, which needs a free hand, or a partner; or nobody, and `say` tells why and what to do."""

    when: Literal["before", "during"] = "before"
    """Before the set, or during it."""

    say: SpokenText
    """Said before the set: what to do."""


class WrongFeel(Shape):
    """What to change when the lifter feels the exercise in the wrong place."""

    feel: AliasText
    """The place as one says it: `lower back` for "I feel it in my lower back"."""

    say: SpokenText
    """The correction."""


class Exercise(Shape):
    """One exercise with its cues and defaults."""

    id: Identifier
    """Lower-case words with hyphens, unique over all installed packs."""

    name: LineText
    """As written on the screen."""

    aliases: AliasTexts
    """What one can say to pick it; the first is what the coach calls it."""

    muscles: Muscles
    """Which muscles it trains."""

    mechanic: Mechanic = "compound"
    """`compound`: over several joints. `isolation`: over one."""

    level: Level = "novice"
    """Whom it is for at least."""

    equipment: tuple[Line, ...] = ()
    """What it needs: `[barbell, bench]`."""

    starts: Starts = "eccentric"
    """Which phase a repetition begins with; the order in `tempo` never changes."""

    unilateral: bool = False
    """One side at a time."""

    tempo: TempoText = "3-1-1-0"
    """Eccentric, stretched pause, concentric, contracted pause, in seconds; `X` as fast as possible."""

    hold_seconds: int | None = Field(default=None, ge=5, le=300)
    """For exercises that are held and not moved: how long a set is held, 5 to 300 seconds."""

    sets: int = Field(default=3, ge=1, le=20)
    """Sets, 1 to 20."""

    reps: int = Field(default=10, ge=1, le=100)
    """Repetitions of a set, 1 to 100."""

    rest_seconds: int = Field(default=120, ge=10, le=900)
    """Rest after a set, 10 to 900 seconds."""

    range: SpokenText | None = None
    """The full range of motion, said as a reminder between sets."""

    safety: tuple[SpokenText, ...] = ()
    """What to set up or watch, said before the first set."""

    wrong_feel: tuple[WrongFeel, ...] = ()
    """Corrections for what is felt in the wrong place."""

    tap: Tap | None = None
    """Where tapping draws attention to."""

    easier: Identifier | None = None
    """The exercise of this pack to go back to when this one is too hard."""

    harder: Identifier | None = None
    """The exercise of this pack to go on to."""

    not_for: tuple[ProseText, ...] = ()
    """Who should leave it out, in plain words: `pain when lifting the arm overhead`. Shown, not judged."""

    cues: tuple[Cue, ...] = Field(min_length=1)
    """At least one; those for the first muscle are the usual ones."""

    pinned: Identifier | None = None
    """The id of a cue that is said instead of the coach's choice."""

    pronunciations: dict[PronouncedWord, Phones] = Field(default_factory=dict)
    """Words that a recogniser may not know, as ARPAbet phones: `delt: D EH L T`."""

    references: dict[Identifier, Line] = Field(default_factory=dict)
    """What other collections call it: `free-exercise-db: Pushups`."""

    @property
    def spoken_name(self) -> str:
        """What the coach calls it."""
        return self.aliases[0]

    @property
    def has_free_hand(self) -> bool:
        """Whether a hand of the lifter is free during a set: one side works at a time, or nothing is held."""
        words = {word.removesuffix("s") for item in self.equipment for word in re.findall(r"\w+", item.lower())}
        return self.unilateral or not words & _HELD

    @property
    def default_tempo(self) -> Tempo:
        """Its own tempo, parsed."""
        return parse_tempo(self.tempo)

    @property
    def focus_muscles(self) -> tuple[str, ...]:
        """The muscles that its cues are about, each once; a lifter may choose among them."""
        return tuple(dict.fromkeys(self.muscle_of(cue) for cue in self.cues))

    def muscle_of(self, cue: Cue) -> str:
        """Return the muscle that one of its cues names or serves."""
        return cue.muscle or self.muscles.primary[0]

    def cues_for(self, focus: Focus, muscle: str | None = None) -> tuple[Cue, ...]:
        """Return its cues with a focus, in their order; with a muscle, only those about it."""
        return tuple(cue for cue in self.cues if cue.focus == focus and muscle in {None, self.muscle_of(cue)})

    @property
    def cues_by_id(self) -> Mapping[str, Cue]:
        """Its cues by their ids, in their order."""
        named: dict[str, Cue] = {}
        counts: dict[Focus, int] = {}
        for cue in self.cues:
            counts[cue.focus] = counts.get(cue.focus, 0) + 1
            named[cue.id or f"{cue.focus}-{counts[cue.focus]}"] = cue
        return named

    def cue_id(self, cue: Cue) -> str:
        """Return the id of one of its cues, written or counted."""
        return next(cue_id for cue_id, own in self.cues_by_id.items() if own == cue)


class InLanguage(NamedTuple):
    """A pack in one language."""

    pack: "Pack"
    """Every text of it in the language, or in the pack's main language where there is none."""

    notices: tuple[str, ...]
    """Sentences that say where the main language stands in."""


class Pack(Shape):
    """A trainer's folder of exercises and cues."""

    format: Literal["1"]
    """Version of this format: `1`."""

    id: PackIdentifier
    """Lower-case words with hyphens; the name of the pack's folder."""

    title: LineText
    """As shown in lists."""

    version: Version
    """Three numbers: raise the first when ids change, the second when exercises come, the third for wording."""

    author: Line
    """Who wrote it."""

    licence: Licence
    """What others may do with it, like `CC-BY-4.0`; `LicenseRef-` and a word for terms of your own."""

    created: Date | None = None
    """When it was written first."""

    language: Language = "en"
    """The main language: `en`, or with a country `en-GB`. Plain texts are in it."""

    languages: tuple[Language, ...] = ()
    """Every language that its texts are given in; left out, the main one only."""

    description: ProseText = ""
    """What it is for, in a sentence or two."""

    disclaimer: ProseText = ""
    """What it is not for; shown when it is installed."""

    sources: tuple[Prose, ...] = ()
    """What it rests on: books, studies, addresses."""

    muscle_names: dict[Line, LineText] = Field(default_factory=dict)
    """How muscles are called where that differs from how they are written: `chest: {en: chest, de: Brust}`."""

    exercises: tuple[Exercise, ...] = Field(min_length=1)
    """At least one; "next exercise" follows their order."""

    drills: Drills = Drills()
    """Warm-up drills, flex drills and feel sets."""

    _translations: dict[str, InLanguage] = PrivateAttr(default_factory=dict)

    def muscle_name(self, muscle: str) -> str:
        """Return how a muscle is called in the pack's language."""
        return self.muscle_names.get(muscle, muscle)

    def with_translations(self, translations: Mapping[str, InLanguage]) -> "Pack":
        """Return the same pack, which knows itself in other languages too."""
        known = self.model_copy()
        known._translations = dict(translations)
        return known

    def in_language(self, language: str) -> InLanguage:
        """Return the pack in a language, and what had to stay in the main one.

        Args:
            language: `de` or `de-AT`; a country's own texts go before those of the language.
        """
        for wanted in (language, language.partition("-")[0]):
            if wanted == self.language:
                return InLanguage(self, ())
            if wanted in self._translations:
                return self._translations[wanted]
        if language.partition("-")[0] == self.language.partition("-")[0]:
            return InLanguage(self, ())
        return InLanguage(
            self, (f"Pack {self.id!r} has no texts in {language!r}; those in {self.language!r} are used.",)
        )
