"""The shape of a cue pack: what `pack.yaml` may hold, every field with its unit and range."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from repcue.core.tempo import Phase, Tempo, parse_tempo
from repcue.packs.values import (
    Alias,
    CueWords,
    Identifier,
    Language,
    Line,
    Phones,
    PronouncedWord,
    Prose,
    RecordingPath,
    TempoText,
    Version,
)

Focus = Literal["internal", "external"]
Starts = Literal["eccentric", "concentric"]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Cue(_Shape):
    """What the coach says to direct the lifter's attention."""

    focus: Focus
    """`internal`: the muscle. `external`: the bar, the floor, an object."""

    rep: CueWords
    """The words said on every repetition: at most 6 words and 1.5 seconds as spoken."""

    phase: Phase = Phase.CONCENTRIC
    """The phase that the cue concerns; it is said before that phase begins."""

    recording: RecordingPath | None = None
    """A WAV, FLAC or OGG file inside the pack's folder that replaces the spoken words."""


class Muscles(_Shape):
    """Which muscles an exercise trains."""

    primary: tuple[Line, ...] = Field(min_length=1)
    """At least one, the one that works most first."""

    secondary: tuple[Line, ...] = ()
    """What works along."""


class Exercise(_Shape):
    """One exercise with its cues and defaults."""

    id: Identifier
    """Lower-case words with hyphens, unique over all installed packs."""

    name: Line
    """As written on the screen."""

    aliases: tuple[Alias, ...] = Field(min_length=1)
    """What one can say to pick it; the first is what the coach calls it."""

    muscles: Muscles
    """Which muscles it trains."""

    starts: Starts = "eccentric"
    """Which phase a repetition begins with; the order in `tempo` never changes."""

    unilateral: bool = False
    """One side at a time."""

    tempo: TempoText = "3-1-1-0"
    """Eccentric, stretched pause, concentric, contracted pause, in seconds; `X` as fast as possible."""

    sets: int = Field(default=3, ge=1, le=20)
    """Sets, 1 to 20."""

    reps: int = Field(default=10, ge=1, le=100)
    """Repetitions of a set, 1 to 100."""

    rest_seconds: int = Field(default=120, ge=10, le=900)
    """Rest after a set, 10 to 900 seconds."""

    cues: tuple[Cue, ...] = Field(min_length=1)
    """At least one; of two cues with the same focus the first is used."""

    pronunciations: dict[PronouncedWord, Phones] = Field(default_factory=dict)
    """Words that a recogniser may not know, as ARPAbet phones: `delt: D EH L T`."""

    @property
    def spoken_name(self) -> str:
        """What the coach calls it."""
        return self.aliases[0]

    @property
    def default_tempo(self) -> Tempo:
        """Its own tempo, parsed."""
        return parse_tempo(self.tempo)


class Pack(_Shape):
    """A trainer's folder of exercises and cues."""

    format: Literal["1"]
    """Version of this format: `1`."""

    id: Identifier
    """Lower-case words with hyphens; the name of the pack's folder."""

    title: Line
    """As shown in lists."""

    version: Version
    """Three numbers: raise the first when ids change, the second when exercises come, the third for wording."""

    author: Line
    """Who wrote it."""

    licence: Line
    """SPDX identifier, like `CC-BY-4.0`."""

    language: Language = "en"
    """What it is written in: `en`, or with a country `en-GB`."""

    description: Prose = ""
    """What it is for, in a sentence or two."""

    exercises: tuple[Exercise, ...] = Field(min_length=1)
    """At least one; "next exercise" follows their order."""
