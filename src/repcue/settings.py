"""What a user can set, once for all sessions, in `settings.yaml`; every key may be left out.

>>> load_settings("count: seconds", "settings.yaml")[0].count
'seconds'
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from repcue.core.situation import CueFrequency, FocusChoice, Goal, Level
from repcue.packs.report import Problem
from repcue.packs.shape import read_shape
from repcue.packs.values import Language, Line, NameOrPath


class Settings(BaseModel):
    """Everything that can be set, with what it is when it is not."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    count: Literal["seconds", "reps", "ticks"] = "reps"
    """What is counted aloud: the seconds of each phase, the repetitions, or nothing beside the ticks."""

    explosive_seconds: float = Field(default=1.0, ge=0.3, le=3.0)
    """How long a phase written `X` is paced, 0.3 to 3 seconds."""

    count_in_seconds: int = Field(default=5, ge=3, le=15)
    """From "next set" to the first repetition, 3 to 15 seconds."""

    rest_seconds: int | None = Field(default=None, ge=10, le=900)
    """Rest after every set, 10 to 900 seconds; without it each exercise has its own."""

    focus: FocusChoice = FocusChoice.COACH
    """Who chooses between the muscle cue and the bar cue: `coach`, or always `internal` or `external`, or both in turn
    with `mix`."""

    cue_frequency: CueFrequency = CueFrequency.COACH
    """How often the cue is said: `coach` says one for the bar on every repetition and fades one for the muscle."""

    goal: Goal = Goal.HYPERTROPHY
    """What you train for; the coach's choice of cue depends on it."""

    level: Level = Level.TRAINED
    """How long you have trained: a `novice` is told about the movement first."""

    packs: tuple[NameOrPath, ...] = Field(default=("essentials",), min_length=1)
    """Packs to use, by name or by path, in this order."""

    language: Language | None = None
    """What the packs' lines are said in, where a pack has them in it, like `de`; commands, names and answers stay as
    they are."""

    voice: Line = "coach"
    """The coach's voice, by name."""

    volume_db: float = Field(default=0.0, ge=-30.0, le=6.0)
    """Loudness of everything, -30 to 6 decibels."""

    speech_gain_db: float = Field(default=0.0, ge=-12.0, le=12.0)
    """Loudness of speech against the ticks, -12 to 12 decibels."""

    engine: Literal["auto", "vosk", "bundled"] = "auto"
    """Which recogniser listens; `auto` takes Vosk where its model is installed."""

    model: NameOrPath | None = None
    """Folder of the recogniser's model, instead of the one that is found."""

    microphone: Line | None = None
    """Number or part of the name of the microphone, instead of the system's own choice."""

    speaker: Line | None = None
    """Number or part of the name of the speaker, instead of the system's own choice."""


def load_settings(text: str, source: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Return the settings of a file, or None and everything that is wrong with it.

    Args:
        text: the whole of `settings.yaml`; nothing but comments is all defaults.
        source: the file's name, as reports show it.
    """
    if all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines()):
        return Settings(), ()
    return read_shape(text, source, Settings)


def settings_table() -> str:
    """Return the table of all settings, as Markdown."""
    from repcue.packs.document import tables

    return tables({"`settings.yaml`": Settings})
