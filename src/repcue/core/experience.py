"""What was lifted, focused on and felt, and what the coach knows from it: pure facts for history and rules.

>>> round(one_rep_max_kg(60, 10), 1)
80.0
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from repcue.core.courses import Side
from repcue.core.effects import SetOutcome, Symptom
from repcue.core.situation import SetType
from repcue.packs.schema import Focus

MOST_EPLEY_REPS: Final = 12
"""A maximum is estimated from so many repetitions at most. Judgement: the formula was made for few repetitions, and
two sets of 15 differ by more than strength."""


@dataclass(frozen=True, slots=True)
class LiftedSet:
    """One set that is over."""

    number: int
    """Of all sets begun in the session, from 1; a set that is opened again and ended anew keeps it."""

    exercise: str
    """Its id."""

    set_number: int
    set_type: SetType
    outcome: SetOutcome
    target_reps: int | None
    reps: int
    """Repetitions completed."""

    load_kg: float | None
    load_percent: float | None
    """As it was given; None where nobody did."""

    tempo: str
    """As it is written: `4-0-1-0`."""

    focus: Focus
    cue: str
    """Exercise and cue, as in the event log: `bench-press.external-1`."""

    rule: str
    """By which the focus was chosen: `R4`."""

    feel: int | None = None
    """How well the muscle was felt, 1 to 5; None where nobody was asked or answered."""

    wrong_feel: str | None = None
    """Where it was felt instead, in the lifter's words."""

    symptom: Symptom | None = None
    """What was wrong with the lifter in it, or just after it; None where nothing was told."""

    side: Side | None = None
    """Which side it was, where one is done at a time."""

    hold_seconds: int | None = None
    """How long it was to be held; None where it was moved."""

    held_seconds: int | None = None
    """How long it was held, in whole seconds; None where it was moved."""

    @property
    def is_done(self) -> bool:
        """Whether anything was done in it: a repetition, or a second of a hold."""
        return bool(self.reps or self.held_seconds)

    @property
    def is_rep_maximum(self) -> bool:
        """Whether no further repetition was possible, as far as one can tell."""
        is_all_out = self.outcome == "failed" or self.set_type is SetType.MAX
        return is_all_out and bool(self.load_kg) and 1 <= self.reps <= MOST_EPLEY_REPS


@dataclass(frozen=True, slots=True)
class Experience:
    """What is known of somebody with one exercise."""

    sessions: int = 0
    """In how many earlier sessions it was lifted."""

    one_rep_max_kg: float | None = None
    """Estimated from the latest set that was a maximum; None where there was none."""

    held_seconds: int | None = None
    """The longest hold of the latest session that had one, on either side; None where there was none."""


UNKNOWN: Final = Experience()


def one_rep_max_kg(load_kg: float, reps: int) -> float:
    """Return the one-repetition maximum that Epley's formula estimates, w (1 + r / 30); one repetition is itself.

    Args:
        load_kg: what was lifted.
        reps: how often, when once more was not possible; at least 1.
    """
    return load_kg if reps == 1 else load_kg * (1 + reps / 30)


def experience_from(sets: Iterable[tuple[int, LiftedSet]]) -> dict[str, Experience]:
    """Return what is known with each exercise.

    Args:
        sets: each with the number of its session, in the order they were lifted.
    """
    sessions: dict[str, set[int]] = {}
    maxima: dict[str, float] = {}
    holds: dict[str, tuple[int, int]] = {}
    for session_number, lifted in sets:
        if lifted.is_done:
            sessions.setdefault(lifted.exercise, set()).add(session_number)
        if lifted.is_rep_maximum and lifted.load_kg:
            maxima[lifted.exercise] = one_rep_max_kg(lifted.load_kg, lifted.reps)
        if lifted.held_seconds:
            in_session, longest = holds.get(lifted.exercise, (session_number, 0))
            longest = longest if in_session == session_number else 0
            holds[lifted.exercise] = session_number, max(longest, lifted.held_seconds)
    return {
        exercise: Experience(len(numbers), maxima.get(exercise), holds[exercise][1] if exercise in holds else None)
        for exercise, numbers in sessions.items()
    }
