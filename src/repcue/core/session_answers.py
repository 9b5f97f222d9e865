"""Rows of the session's table that only answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from repcue.core import events, replies
from repcue.core.coaching import Cued, cue_for, with_cue_said
from repcue.core.effects import Refuse, Say, SayCueNow, SayTimeLeft
from repcue.core.rules import RULES
from repcue.core.session_changes import following
from repcue.core.session_course import has_no_cue, name_after_step
from repcue.core.session_moves import Next
from repcue.core.session_sides import first_side, is_between_sides, is_other_side_due, other_side
from repcue.core.session_state import IN_A_SET, Session, State
from repcue.core.session_texts import done_of, introduction, tempo_of

_CAN_SAY: Final[Mapping[State, str]] = {
    State.IDLE: replies.SAY_IDLE,
    State.READY: replies.SAY_READY,
    State.COUNT_IN: replies.SAY_LIFTING,
    State.LIFTING: replies.SAY_LIFTING,
    State.PAUSED: replies.SAY_RESUME,
    State.RESTING: replies.SAY_RESTING,
}


def say_cue(session: Session, _: events.Event) -> Next:
    """Say the cue now."""
    if has_no_cue(session):
        return session, (Refuse("wrong_state", replies.NO_CUE_HERE, is_spoken=True),)
    return with_cue_said(session), (SayCueNow(),)


def note_cue(session: Session, event: events.Event) -> Next:
    """Remember why the cue was chosen that is being said."""
    assert isinstance(event, Cued)
    told = session if session.exercise is None else with_cue_said(session)
    return replace(told, cued_rule=event.rule), ()


def why_cue(session: Session, _: events.Event) -> Next:
    """Tell by which rule the cue was chosen that was said last, or that will be said first, and how firm it is."""
    if has_no_cue(session):
        return session, (Refuse("wrong_state", replies.NO_CUE_HERE, is_spoken=True),)
    is_in_turn = session.is_cued_in_turn if session.cued_rule else cue_for(session).in_turn > 1
    turns = (replies.CUES_TAKE_TURNS,) if is_in_turn else ()
    rule = RULES[session.cued_rule or cue_for(session).rule]
    return session, (Say((rule.spoken, *turns), (rule.spoken_in_short,)),)


def time_left(session: Session, _: events.Event) -> Next:
    """Tell how much rest is left."""
    return session, (SayTimeLeft(),)


def how_many_reps(session: Session, _: events.Event) -> Next:
    """Tell the repetitions done in this set, or in the last one; of a hold its seconds."""
    return session, (Say(done_of(session)),)


def whats_next(session: Session, _: events.Event) -> Next:
    """Tell what follows: the other side, the next set of this exercise, or the next exercise."""
    is_in_set = session.state in IN_A_SET
    if session.exercise is not None and (is_between_sides(session) or _is_on_first_side(session)):
        return session, (Say((replies.NEXT_WORD, session.exercise.spoken_name, *other_side(session))),)
    after_step = name_after_step(session) if session.is_step_done or is_in_set else None
    if after_step is not None:
        return session, (Say((replies.NEXT_WORD, after_step)),)
    set_number = session.set_number + is_in_set
    if session.exercise is not None and set_number <= session.sets_planned:
        texts = introduction(session, set_number, first_side(session))
        return session, (Say((replies.NEXT_WORD, *texts)),)
    found = following(session, 1)
    if found is None:
        return session, (Say((replies.NOTHING_NEXT,)),)
    return session, (Say((replies.NEXT_WORD, found[0].spoken_name)),)


def _is_on_first_side(session: Session) -> bool:
    return session.state in IN_A_SET and is_other_side_due(session)


def what_tempo(session: Session, _: events.Event) -> Next:
    """Tell the tempo that is set."""
    return session, (Say(tempo_of(session)),)


def repeat_that(session: Session, _: events.Event) -> Next:
    """Say the last answer again."""
    return session, (Say(session.last_answer or (replies.NOTHING_SAID,)),)


def what_can_i_say(session: Session, _: events.Event) -> Next:
    """Name a few phrases that make sense now."""
    return session, (Say((_CAN_SAY[session.state],)),)
