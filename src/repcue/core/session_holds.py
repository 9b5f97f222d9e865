"""Rows of the session's table for what is held: its seconds go by, and words about repetitions are refused in it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from repcue.core import replies
from repcue.core.coaching import begun_set
from repcue.core.effects import Refuse
from repcue.core.events import Event
from repcue.core.holds import SecondHeld
from repcue.core.session_moves import Next
from repcue.core.session_state import Session

Row = Callable[[Session, Event], Next]


def count_second(session: Session, event: Event) -> Next:
    """One second more of the hold."""
    assert isinstance(event, SecondHeld)
    return replace(session, held_seconds=event.seconds), ()


def unless_held(row: Row) -> Row:
    """Return a row that is refused where the set is held: a hold has no phases to be slower in."""
    return lambda session, event: row(session, event) if session.hold_seconds is None else _refused(session)


def unless_holding(row: Row) -> Row:
    """Return a row that is refused while a hold is under way; before it, the exercise may be moved instead."""

    def asked(session: Session, event: Event) -> Next:
        is_holding = session.hold_seconds is not None and begun_set(session) is not None
        return _refused(session) if is_holding else row(session, event)

    return asked


def _refused(session: Session) -> Next:
    return session, (Refuse("wrong_state", replies.HELD_NOT_MOVED, is_spoken=True),)


def moved_instead(session: Session) -> dict[str, Any]:
    """Return the fields that turn a hold into repetitions at the exercise's tempo; none where it is no hold."""
    if session.hold_seconds is None:
        return {}
    assert session.exercise is not None
    return {
        "hold_seconds": None,
        "tempo": session.exercise.default_tempo,
        "target_reps": session.exercise.reps,
    }
