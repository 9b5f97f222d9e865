"""Why an event makes no sense now, in a sentence for whoever said it."""

from collections.abc import Mapping
from typing import Final

from repcue.core import replies
from repcue.core.effects import Effect, Refuse
from repcue.core.events import (
    AddRest,
    ConfirmNo,
    ConfirmYes,
    Event,
    Failed,
    LastRep,
    MoreReps,
    PauseSet,
    ResumeSet,
    SkipRest,
    StopSet,
    TimeLeft,
    Wake,
)
from repcue.core.session_moves import are_reps_done
from repcue.core.session_state import Session, State
from repcue.core.session_texts import all_done

_WHY_NOT: Final[Mapping[State, str]] = {
    State.IDLE: replies.PICK_FIRST,
    State.READY: replies.SAY_NEXT_SET,
    State.COUNT_IN: replies.FINISH_SET_FIRST,
    State.LIFTING: replies.FINISH_SET_FIRST,
    State.PAUSED: replies.SAY_RESUME,
    State.RESTING: replies.SAY_RESTING,
    State.CONFIRMING: replies.ANSWER_FIRST,
    State.ASLEEP: replies.ASLEEP,
    State.FINISHED: replies.GOODBYE,
}
_WHY_NOT_THIS: Final[Mapping[type[Event], str]] = {
    SkipRest: replies.NOT_RESTING,
    AddRest: replies.NOT_RESTING,
    TimeLeft: replies.NO_REST_LEFT,
    ResumeSet: replies.NOT_PAUSED,
    ConfirmYes: replies.NOTHING_ASKED,
    ConfirmNo: replies.NOTHING_ASKED,
    Wake: replies.AWAKE,
    StopSet: replies.NOT_LIFTING,
    PauseSet: replies.NOT_LIFTING,
    MoreReps: replies.NOT_LIFTING,
    LastRep: replies.NOT_LIFTING,
    Failed: replies.NOT_LIFTING,
}
_SILENT_IN: Final = (State.COUNT_IN, State.LIFTING, State.ASLEEP, State.FINISHED)
"""Where a spoken refusal would disturb a set, or wake somebody's neighbour."""


def refusal(session: Session, event: Event) -> Effect:
    """Return why an event makes no sense now."""
    in_own_words = session.state in (State.IDLE, State.READY, State.RESTING, State.PAUSED, State.LIFTING)
    sentence = _WHY_NOT_THIS.get(type(event)) if in_own_words else None
    if isinstance(event, StopSet) and session.state is State.IDLE:
        sentence = replies.NOT_LIFTING
    if session.state is State.PAUSED and are_reps_done(session):
        sentence = sentence or all_done(session)
    return Refuse("wrong_state", sentence or _WHY_NOT[session.state], is_spoken=session.state not in _SILENT_IN)
