"""The shape of a plan: the exercises of a session in their order."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from repcue.core.tempo import parse_tempo


def _tempo_text(value: str) -> str:
    parse_tempo(value)
    return value


class PlanEntry(BaseModel):
    """One exercise of a plan; what is left out comes from the exercise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exercise: str
    """Its id or one of its aliases."""

    sets: int | None = Field(default=None, ge=1, le=20)
    reps: int | None = Field(default=None, ge=0, le=100)
    """0 means open-ended."""

    tempo: Annotated[str, AfterValidator(_tempo_text)] | None = None
    rest_seconds: int | None = Field(default=None, ge=10, le=900)
    load_kg: float | None = Field(default=None, ge=0, le=500)
    load_percent: int | None = Field(default=None, ge=1, le=100)
    """Percent of the one-repetition maximum."""

    focus: Literal["internal", "external"] | None = None


class Plan(BaseModel):
    """A session's exercises in their order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["1"]
    title: str = Field(min_length=1, max_length=80)
    exercises: tuple[PlanEntry, ...] = Field(min_length=1)
