"""Rows of the session's table that begin a set: the next one, the other side, a drill, or one like the last."""

from dataclasses import replace
from typing import Final

from repcue.core import events, replies
from repcue.core.coaching import cue_for, turn_of, with_cue_said
from repcue.core.effects import Effect, EndRest, Refuse, StartCountIn
from repcue.core.session_course import (
    announced,
    course_again,
    is_cue_told_of_first_side,
    is_drill,
    is_set_up,
    next_step,
    target_of,
)
from repcue.core.session_sides import first_side, is_between_sides, other_side
from repcue.core.session_state import Session, State
from repcue.core.session_texts import introduction, unheard_line
from repcue.core.situation import CueFrequency

DONE_AGAIN: Final = (
    *("exercise", "tempo", "target_reps", "is_target_for_once", "usual_reps", "hold_seconds", "side"),
    *("load_kg", "load_percent", "set_type", "focus_muscle", "goal", "plan_index", "sets_planned", "rest_seconds"),
)
"""What "again" brings back of a set whose exercise is not set up any more."""


def begin(session: Session, _: events.Event) -> tuple[Session, tuple[Effect, ...]]:
    """Count in the next set; what is left of a rest is skipped."""
    ended: tuple[Effect, ...] = (EndRest(),) if session.state is State.RESTING else ()
    if session.course and session.is_step_done:
        session, effects = next_step(session)
        if session.state is not State.READY or not session.course:
            return session, (*ended, *effects)
        introduction = (*announced(session.course[0]), *_implied_side(session))
    else:
        introduction = _introduction(session)
    is_told = is_between_sides(session) or is_cue_told_of_first_side(session)
    is_first_short = is_between_sides(session) and session.is_first_side_short
    assert session.exercise is not None
    line, safety = unheard_line(session), session.exercise.safety[:1]
    begun = replace(
        session,
        state=State.COUNT_IN,
        reps_done=0,
        held_seconds=0,
        goes_on=False,
        is_first_side_short=is_first_short,
        is_set_open=False,
        last_outcome=None,
        is_hurt=False,
        is_feel_open=False,
        sets_begun=session.sets_begun + 1,
        cue_turn=turn_of(session),
        told=session.told | (set() if is_drill(session) else set(safety)),
        unheard=session.unheard - set(line),
        before=None,
    )
    said = (*introduction, *line)
    counted_in = StartCountIn(said, is_short=False, says_cue=not is_told, line=next(iter(safety), None))
    following = replace(begun, last_set=replace(begun, last_set=None))
    is_cued = cue_for(following).decision.frequency is not CueFrequency.NONE
    return with_cue_said(following) if is_cued else following, (*ended, counted_in)


def _introduction(session: Session) -> replies.Texts:
    """Return what is said before a set: what it is, how many, and before a heavy one once the muscle."""
    assert session.exercise is not None
    if is_between_sides(session):
        return other_side(session)
    if session.course:
        step = session.course[0]
        return (step.spoken_name, *_implied_side(session), *target_of(step))
    preparing = cue_for(session).preparing
    felt = () if preparing is None else (preparing.rep,)
    return (*introduction(session, session.set_number, session.side), *felt)


def _implied_side(session: Session) -> replies.Texts:
    """Return the side of a course's step that says nothing of sides, though its exercise is done one side at a time."""
    return replies.side(session.side) if session.course[0].side is None else ()


def begin_again(session: Session, event: events.Event) -> tuple[Session, tuple[Effect, ...]]:
    """Count in a set of the last one's exercise; of a one-sided exercise both sides.

    Where that is set up still, it is done as it is set by now. Where another was picked since, it is set up as it was
    when the last set ended.
    """
    last = session.last_set
    if last is None:
        return session, (Refuse("wrong_state", replies.NO_LAST_SET, is_spoken=True),)
    prepared = course_again(session, last)
    again = prepared if is_set_up(prepared, last) else _set_up_again(prepared, last)
    target_reps = again.usual_reps if again.is_target_for_once else again.target_reps
    ready = replace(again, side=first_side(again), is_step_done=False)
    return begin(replace(ready, target_reps=target_reps, is_target_for_once=False), event)


def _set_up_again(session: Session, last: Session) -> Session:
    """Return the session with what the last set ended with; where it was left in its count-in, what it began with."""
    ended = session.ended_set
    latest = ended if ended is not None and ended.sets_begun == last.sets_begun else last
    brought_back = {name: getattr(latest, name) for name in DONE_AGAIN}
    set_number = session.set_number if session.exercise == last.exercise else last.set_number + 1
    return replace(session, **brought_back, set_number=set_number)
