"""The shape of a cue pack: what `pack.yaml` may hold, every field with its unit and range."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from repcue.core.tempo import Phase, Tempo, parse_tempo


def _tempo_text(value: str) -> str:
    parse_tempo(value)
    return value


Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Focus = Literal["internal", "external"]
Starts = Literal["eccentric", "concentric"]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cue(_Shape):
    """What the coach says to direct the lifter's attention."""

    focus: Focus
    """`internal`: the muscle. `external`: the bar, the floor, an object."""

    rep: str = Field(min_length=1, max_length=80)
    """The words said on every repetition: at most 6 words and 1.5 seconds as spoken."""

    phase: Phase = Phase.CONCENTRIC
    """The phase that the cue concerns; it is said before that phase begins."""

    recording: str | None = Field(default=None, max_length=200)
    """A WAV, FLAC or OGG file inside the pack's folder that replaces the spoken words."""


class Muscles(_Shape):
    """Which muscles an exercise trains."""

    primary: tuple[str, ...] = Field(min_length=1)
    secondary: tuple[str, ...] = ()


class Exercise(_Shape):
    """One exercise with its cues and defaults."""

    id: Identifier
    """Lower-case words with hyphens, unique over all installed packs."""

    name: str = Field(min_length=1, max_length=80)
    """As written on the screen."""

    aliases: tuple[str, ...] = Field(min_length=1)
    """What one can say to pick it; the first is what the coach calls it."""

    muscles: Muscles

    starts: Starts = "eccentric"
    """Which phase a repetition begins with; the order in `tempo` never changes."""

    unilateral: bool = False
    """One side at a time."""

    tempo: Annotated[str, AfterValidator(_tempo_text)] = "3-1-1-0"
    """Eccentric, stretched pause, concentric, contracted pause, in seconds; `X` as fast as possible."""

    sets: int = Field(default=3, ge=1, le=20)
    reps: int = Field(default=10, ge=1, le=100)
    rest_seconds: int = Field(default=120, ge=10, le=900)

    cues: tuple[Cue, ...] = Field(min_length=1)
    """At least one; of two cues with the same focus the first is used."""

    pronunciations: dict[str, str] = Field(default_factory=dict)
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
    """Version of this format."""

    id: Identifier
    title: str = Field(min_length=1, max_length=80)
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    author: str = Field(min_length=1, max_length=80)
    licence: str = Field(min_length=1, max_length=80)
    """SPDX identifier, like `CC-BY-4.0`."""

    language: str = Field(default="en", pattern=r"^[a-z]{2}(-[A-Z]{2})?$")
    description: str = ""
    exercises: tuple[Exercise, ...] = Field(min_length=1)
