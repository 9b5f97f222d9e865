"""The shape of a plan: the exercises of a session in their order."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from repcue.core.situation import Goal, SetType
from repcue.core.tempo import Tempo, parse_tempo
from repcue.core.units import LEAST_LOAD_PERCENT, MOST_LOAD_PERCENT
from repcue.packs.schema import Focus
from repcue.packs.values import Line, TempoText


class PlanEntry(BaseModel):
    """One exercise of a plan; what is left out comes from the exercise."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    exercise: Line
    """Its id, its name or one of its aliases; in a loaded plan always its id."""

    sets: int | None = Field(default=None, ge=1, le=20)
    """Sets, 1 to 20."""

    reps: int | None = Field(default=None, ge=0, le=100)
    """Repetitions of a set, 0 to 100; 0 means open-ended."""

    tempo: TempoText | None = None
    """Eccentric, stretched pause, concentric, contracted pause, in seconds."""

    hold_seconds: int | None = Field(default=None, ge=5, le=300)
    """How long a set is held, 5 to 300 seconds, where the exercise is held and not moved."""

    rest_seconds: int | None = Field(default=None, ge=10, le=900)
    """Rest after a set, 10 to 900 seconds."""

    load_kg: float | None = Field(default=None, ge=0, le=500)
    """What is on the bar, 0 to 500 kilograms."""

    load_percent: int | None = Field(default=None, ge=LEAST_LOAD_PERCENT, le=MOST_LOAD_PERCENT)
    """Percent of the one-repetition maximum, 1 to 150; over 100 for what is only lowered."""

    set_type: SetType | None = None
    """What the sets are for, if not `work`."""

    muscle: Line | None = None
    """The muscle to train, of those that the exercise's cues are about; left out, the first."""

    goal: Goal | None = None
    """What this exercise is for, instead of the goal in the settings."""

    focus: Focus | None = None
    """`internal` or `external`, instead of the coach's choice."""

    @property
    def parsed_tempo(self) -> Tempo | None:
        """Its tempo; None where it leaves that to the exercise."""
        return parse_tempo(self.tempo) if self.tempo is not None else None


class Plan(BaseModel):
    """A session's exercises in their order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["1"]
    """Version of this format: `1`."""

    title: Line
    """What the session is called."""

    exercises: tuple[PlanEntry, ...] = Field(min_length=1)
    """At least one; the same exercise may come twice."""
