"""Exercises that are held and not moved: a set is one hold, for seconds, and each that has passed is an event.

>>> str(hold_tempo(30))
'0-0-0-30'
"""

from dataclasses import dataclass
from typing import Any

from repcue.core.events import Event
from repcue.core.tempo import Tempo
from repcue.packs.schema import Exercise
from repcue.plans.schema import PlanEntry


@dataclass(frozen=True, slots=True)
class SecondHeld(Event):
    """Another second of a hold has passed."""

    seconds: int
    """Held since the set began, pauses left out."""


def hold_tempo(seconds: int) -> Tempo:
    """Return the tempo of one hold: a repetition that is nothing but its contracted pause.

    Args:
        seconds: 1 or more; also more than a tempo that is written may have.
    """
    return Tempo(0, 0, 0, seconds)


def target_fields(exercise: Exercise, planned: PlanEntry) -> dict[str, Any]:
    """Return what a set of an exercise aims at, as fields of a session: a hold, or repetitions at a tempo.

    What is held is held, unless the plan asks for repetitions or a tempo.
    """
    is_moved = planned.reps is not None or planned.tempo is not None
    if exercise.hold_seconds is not None and not is_moved:
        return held_for(planned.hold_seconds or exercise.hold_seconds)
    reps = exercise.reps if planned.reps is None else planned.reps
    return {
        "hold_seconds": None,
        "tempo": planned.parsed_tempo or exercise.default_tempo,
        "target_reps": reps or None,
    }


def held_for(seconds: int) -> dict[str, Any]:
    """Return one hold, as fields of a session."""
    return {"hold_seconds": seconds, "tempo": hold_tempo(seconds), "target_reps": 1}
