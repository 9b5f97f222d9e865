"""What the coach looks at when it chooses a cue: the set, the lifter, and what the lifter asked for.

A `Situation` holds nothing that is not a plain fact, so that the same one always gets the same answer.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from repcue.core.tempo import Tempo
from repcue.packs.schema import Exercise, Focus


class FocusChoice(StrEnum):
    """Who decides where a cue directs attention."""

    COACH = "coach"
    """The rules."""

    INTERNAL = "internal"
    """The lifter: the muscle."""

    EXTERNAL = "external"
    """The lifter: the bar, the floor, an object."""

    MIX = "mix"
    """The lifter: both in turn, set by set."""


class Goal(StrEnum):
    """What the training is for."""

    HYPERTROPHY = "hypertrophy"
    STRENGTH = "strength"
    POWER = "power"
    SKILL = "skill"
    CONTROL = "control"
    """Slow and exact, as in rehabilitation."""


class Level(StrEnum):
    """How long somebody has trained, by their own account."""

    NOVICE = "novice"
    TRAINED = "trained"
    ADVANCED = "advanced"


class SetType(StrEnum):
    """What a set is for."""

    WORK = "work"
    WARM_UP = "warm-up"
    FEEL = "feel"
    """Light, slow, many repetitions: to feel the muscle."""

    LIGHT = "light"
    MAX = "max"
    """As many repetitions, or as much, as possible."""


class CueFrequency(StrEnum):
    """How often the cue of a set is said."""

    COACH = "coach"
    """By its focus: the bar's on every repetition, the muscle's faded."""

    EVERY_REP = "every_rep"
    FADED = "faded"
    """On the first three repetitions, then on every third or fifth, and on the last two."""

    LESS = "less"
    """On the first repetition and every third after it."""

    ON_REQUEST = "on_request"
    """Before the set, and when somebody says "cue"."""

    NONE = "none"


PREPARATION: Final = (SetType.WARM_UP, SetType.FEEL, SetType.LIGHT)
"""Sets that prepare for the heavy ones."""

LoadBasis = Literal["given", "estimated maximum", "reps", "nothing"]
"""What is known of the load: its percentage; kilograms and a maximum estimated from an earlier set; only how many
repetitions are wanted; nothing."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One set, as the coach sees it."""

    exercise: Exercise
    tempo: Tempo
    reps: int | None = None
    """The target; None is open-ended, or a hold, whose one repetition does not tell how heavy it is."""

    hold_seconds: int | None = None
    """How long it is held, where it is one hold."""

    load_percent: float | None = None
    """Percent of the one-repetition maximum; None when it is not known."""

    load_is_estimated: bool = False
    """`load_percent` comes from a maximum that was estimated from an earlier set."""

    goal: Goal = Goal.HYPERTROPHY
    level: Level = Level.TRAINED
    set_type: SetType = SetType.WORK
    set_number: int = 1
    """From 1; "mix the cues" alternates by it."""

    sessions: int = 0
    """In how many earlier sessions the exercise was lifted."""

    focus_muscle: str | None = None
    """The muscle that the lifter wants to train; None is the exercise's first."""

    choice: FocusChoice = FocusChoice.COACH
    """The lifter's own word on the focus."""

    mix_begins: Focus = "internal"
    """The focus of odd sets when the cues are mixed."""

    frequency: CueFrequency = CueFrequency.COACH
    """The lifter's own word on how often."""

    @property
    def muscle(self) -> str:
        """The muscle that an internal cue is about."""
        return self.focus_muscle or self.exercise.muscles.primary[0]

    @property
    def load_basis(self) -> LoadBasis:
        """What the load is judged by."""
        if self.load_percent is not None:
            return "estimated maximum" if self.load_is_estimated else "given"
        return "nothing" if self.reps is None else "reps"
