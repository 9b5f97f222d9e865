"""Rows of the session's table for drills and for what is felt: warm up, feel set, flex, tap, feel four, easier."""

from dataclasses import replace
from typing import Final

from repcue.core import courses, events, replies
from repcue.core.effects import Refuse, Say
from repcue.core.session_changes import left_time, with_exercise
from repcue.core.session_course import begun
from repcue.core.session_lines import announced
from repcue.core.session_moves import Next
from repcue.core.session_state import Session
from repcue.core.session_texts import announcement, load_of
from repcue.packs.schema import Exercise

SET_FOR_A_LIFT: Final = (
    *("tempo", "target_reps", "hold_seconds", "sets_planned", "rest_seconds"),
    *("load_kg", "load_percent", "set_type", "focus_muscle", "goal"),
)
"""What is as it was when an exercise is gone back to by "harder" after "easier", or the other way round."""


def _refused(session: Session, sentence: str) -> Next:
    return session, (Refuse("wrong_state", sentence, is_spoken=True),)


def _lift(session: Session) -> Exercise | None:
    """Return the exercise that a course prepares: that which is chosen, also while a course is under way."""
    before = session.before_course if session.course else None
    return before.exercise if before is not None else session.exercise


def warm_up(session: Session, _: events.Event) -> Next:
    """Begin the warm-up for the day's lifts: those of the plan, or the exercise that is chosen."""
    lift = _lift(session)
    planned = tuple(entry.exercise for entry in session.plan)
    lifts = tuple(dict.fromkeys((*((lift.id,) if lift else ()), *planned)))
    if not lifts:
        return _refused(session, replies.PICK_FIRST)
    load_kg = (session.before_course or session).load_kg if lift else None
    steps = courses.warm_up(session.catalogue, lifts, session.level, load_kg)
    return begun(session, steps) if steps else _refused(session, replies.NO_DRILL)


def feel_set(session: Session, _: events.Event) -> Next:
    """Begin the feel set before the lift that is chosen."""
    lift = _lift(session)
    if lift is None:
        return _refused(session, replies.PICK_FIRST)
    steps = courses.feeling(session.catalogue, lift.id)
    if not steps:
        return _refused(session, replies.NO_FEEL_SET)
    return begun(replace(session, asks_feel=True, felt=()), steps)


def flex(session: Session, event: events.Event) -> Next:
    """Begin the timed holds of a muscle."""
    assert isinstance(event, events.Flex)
    steps = courses.flexing(session.catalogue, event.muscle)
    return begun(session, steps) if steps else _refused(session, replies.NO_DRILL)


def tap(session: Session, _: events.Event) -> Next:
    """Tell where to tap, and who does it."""
    assert session.exercise is not None
    spot = session.exercise.tap
    if spot is None:
        return _refused(session, replies.NO_TAP)
    if spot.by == "self" and spot.when == "during" and not session.exercise.has_free_hand:
        # Both hands hold the weight: only a partner can tap during the set.
        return session, (Say((replies.ASK_PARTNER, spot.say)),)
    return session, (Say((spot.say,)),)


def easier(session: Session, _: events.Event) -> Next:
    """Go back to an easier exercise of the pack."""
    return _step(session, is_easier=True)


def harder(session: Session, _: events.Event) -> Next:
    """Go on to a harder exercise of the pack."""
    return _step(session, is_easier=False)


def _step(session: Session, *, is_easier: bool) -> Next:
    lift = _lift(session)
    if lift is None:
        return _refused(session, replies.PICK_FIRST)
    found = session.catalogue.easier(lift.id) if is_easier else session.catalogue.harder(lift.id)
    if found is None:
        return _refused(session, replies.NO_EASIER if is_easier else replies.NO_HARDER)
    left = session.before_course or session if session.course else session
    as_left = replace(left, before=None, before_course=None, last_set=None, ended_set=None, course=(), left_lifts={})
    changed = replace(with_exercise(session, found, None), left_lifts={**left.left_lifts, lift.id: as_left})
    back = left.left_lifts.get(found.id)
    load: replies.Texts = ()
    if back is not None:
        changed = _as_left(changed, back)
        load = load_of(changed)
    following, said = announced(changed, (*announcement(changed), *load))
    return following, (*left_time(changed), said)


def _as_left(changed: Session, back: Session) -> Session:
    """Return the session with what was set for a lift when it was left; its sets go on being counted."""
    set_number = back.set_number if back.set_number <= back.sets_planned else 1
    return replace(changed, set_number=set_number, **{name: getattr(back, name) for name in SET_FOR_A_LIFT})
