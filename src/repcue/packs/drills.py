"""The shape of a pack's drills: warming up, flexing, and feel sets before a main lift."""

from typing import Literal, Self

from pydantic import Field, model_validator

from repcue.packs.texts import LineText, SpokenText
from repcue.packs.values import Identifier, Line, Shape, TempoText, refusal

RampPhase = Literal["raise", "activate", "potentiate"]


class RampStep(Shape):
    """One warm-up set of the lift itself."""

    load_percent: int = Field(ge=0, le=100)
    """Percent of the working weight, 0 to 100; 0 is the empty bar, or no weight."""

    reps: int = Field(ge=1, le=20)
    """Repetitions, 1 to 20."""


class WarmUpDrill(Shape):
    """One part of a warm-up: it has `reps`, `seconds` or `ramp`, exactly one of them."""

    id: Identifier
    """Lower-case words with hyphens, unique among the pack's drills."""

    name: LineText
    """As written on the screen."""

    phase: RampPhase
    """Raise, activate and mobilise, potentiate: the phases of a RAMP warm-up (Jeffreys 2007), in this order."""

    exercise: Identifier | None = None
    """An exercise of this pack that the drill is a light set of; its cues and tempo are used."""

    lifts: tuple[Identifier, ...] = ()
    """Exercises of this pack that it prepares."""

    muscles: tuple[Line, ...] = ()
    """It prepares every exercise that has one of these among its primary muscles; with no `lifts` either, every one."""

    sets: int = Field(default=1, ge=1, le=5)
    """Sets, 1 to 5."""

    reps: int | None = Field(default=None, ge=1, le=30)
    """Slow repetitions of a set, 1 to 30; on each side where it is unilateral."""

    seconds: int | None = Field(default=None, ge=5, le=600)
    """How long a set lasts, 5 to 600 seconds."""

    ramp: tuple[RampStep, ...] = ()
    """Warm-up sets of the lift itself, the lightest first."""

    tempo: TempoText | None = None
    """How its repetitions are paced; left out, that of its exercise or 2-0-2-0."""

    unilateral: bool = False
    """One side at a time."""

    say: SpokenText
    """Said before it: what to do."""

    remind: SpokenText | None = None
    """Said half way through."""

    caution: SpokenText | None = None
    """Said before the first time it comes in a session."""

    not_before: tuple[Identifier, ...] = ()
    """Exercises before which somebody who is new to the drill leaves it out."""

    @model_validator(mode="after")
    def _has_one_measure(self) -> Self:
        given = [name for name in ("reps", "seconds", "ramp") if getattr(self, name)]
        if len(given) != 1:
            what = f"has {' and '.join(given)}" if given else "has none of reps, seconds and ramp"
            raise refusal(f"drill {self.id!r} {what}.", "Give exactly one of reps, seconds and ramp.")
        return self


class FlexDrill(Shape):
    """Tensing a muscle without a weight, to learn how it feels: timed holds with a release after each."""

    id: Identifier
    """Lower-case words with hyphens, unique among the pack's drills."""

    name: LineText
    """As written on the screen."""

    muscle: Line
    """The muscle that is tensed; "flex" and its name asks for this drill."""

    sets: int = Field(default=3, ge=1, le=10)
    """Holds, 1 to 10."""

    hold_seconds: int = Field(default=6, ge=3, le=15)
    """How long each is held, 3 to 15 seconds."""

    release_seconds: int = Field(default=10, ge=5, le=60)
    """Rest between holds, 5 to 60 seconds."""

    say: SpokenText
    """Said before it: what to do."""


class FeelSet(Shape):
    """A slow, light set before a main lift, to feel the muscle in it."""

    exercise: Identifier
    """An exercise of this pack."""

    before: tuple[Identifier, ...] = Field(min_length=1)
    """Exercises of this pack that it comes before."""

    muscle: Line | None = None
    """The muscle to feel; left out, the first primary one of its exercise."""

    reps: int = Field(default=15, ge=15, le=20)
    """Repetitions, 15 to 20: light enough to attend to a muscle."""

    sets: int = Field(default=1, ge=1, le=2)
    """Sets, 1 or 2."""

    tempo: TempoText = "4-0-1-0"
    """How it is paced."""

    say: SpokenText
    """Said before it."""


class Drills(Shape):
    """What a pack has beside its exercises."""

    warm_up: tuple[WarmUpDrill, ...] = ()
    """Chosen from by the day's lifts."""

    flex: tuple[FlexDrill, ...] = ()
    """Asked for by muscle."""

    feel_sets: tuple[FeelSet, ...] = ()
    """Offered before a main lift."""
