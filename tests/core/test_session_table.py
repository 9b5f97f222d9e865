"""The table of the session, walked over every state and event."""

from dataclasses import replace

import pytest

from repcue.core import effects as fx
from repcue.core import replies
from repcue.core.events import Event, Help, RepeatThat, StopSet
from repcue.core.session import ENDS_ALARM, MOMENTS, TRANSITIONS, accepts, advance
from repcue.core.session_sides import is_between_sides
from repcue.core.session_state import Session, State
from repcue.testing.sessions import event_kinds, examples, gym, sessions_in

STATES = list(State)
VOCABULARY = frozenset(replies.vocabulary(gym()))


def texts_of(effects: tuple[fx.Effect, ...]) -> list[str]:
    """Everything that is said."""
    texts: list[str] = []
    for effect in effects:
        if isinstance(effect, fx.Say | fx.AskConfirmation):
            texts += effect.texts
        elif isinstance(effect, fx.Refuse):
            texts.append(effect.sentence)
        elif isinstance(effect, fx.StartCountIn):
            texts += effect.introduction
    return texts


def pairs(state: State) -> list[tuple[Session, Event]]:
    return [(session, event) for session in sessions_in(state) for kind in event_kinds() for event in examples(kind)]


def test_the_table_has_every_state_and_only_events() -> None:
    assert list(TRANSITIONS) == STATES
    assert {kind for rows in TRANSITIONS.values() for kind in rows} <= set(event_kinds())


def test_every_event_has_a_row_in_some_state() -> None:
    assert {kind for rows in TRANSITIONS.values() for kind in rows} == set(event_kinds())


@pytest.mark.parametrize("state", STATES)
def test_what_has_no_row_is_refused_with_one_sentence_and_changes_nothing(state: State) -> None:
    for session, event in pairs(state):
        if session.is_alarm_on or accepts(state, type(event)):
            continue
        following, effects = advance(session, event)
        assert following is session
        if isinstance(event, MOMENTS):
            assert effects == ()
        else:
            (refusal,) = effects
            assert isinstance(refusal, fx.Refuse)
            assert refusal.sentence.endswith((".", "?"))


@pytest.mark.parametrize("state", STATES)
def test_what_is_refused_by_a_row_changes_nothing_either(state: State) -> None:
    for session, event in pairs(state):
        following, effects = advance(session, event)
        if any(isinstance(effect, fx.Refuse) for effect in effects):
            assert len(effects) == 1
            assert following == session


@pytest.mark.parametrize("state", STATES)
def test_everything_that_can_be_said_is_rendered_beforehand(state: State) -> None:
    for session, event in pairs(state):
        for text in texts_of(advance(session, event)[1]):
            assert text in VOCABULARY, f"{event} in {state}"


@pytest.mark.parametrize("state", STATES)
def test_what_follows_is_a_session_that_holds_together(state: State) -> None:
    for session, event in pairs(state):
        following, _ = advance(session, event)
        assert (following.exercise is None) is (following.tempo is None)
        if following.state in (State.READY, State.COUNT_IN, State.LIFTING, State.PAUSED, State.RESTING):
            assert following.exercise is not None
        if following.state in (State.IDLE, State.READY, State.RESTING):
            assert not following.is_set_open
        if following.state is State.LIFTING:
            assert following.is_set_open
        if following.state is not State.CONFIRMING:
            assert following.pending is None


@pytest.mark.parametrize("state", STATES)
def test_stop_leaves_nothing_running(state: State) -> None:
    for session in sessions_in(state):
        following, effects = advance(session, StopSet())
        kinds = {type(effect) for effect in effects}
        if session.is_alarm_on:
            is_held = state is State.PAUSED or is_between_sides(session)
            assert kinds == ({fx.EndAlarm, fx.Say} if is_held else {fx.EndAlarm})
        elif state in (State.COUNT_IN, State.LIFTING, State.PAUSED):
            assert fx.StopPacing in kinds
            assert following.state in (State.READY, State.RESTING)
        elif state is State.RESTING:
            # Between two sides the other one is left out, and the rest after the set follows.
            assert kinds - {fx.StartRest, fx.LogSkippedSide} == {fx.StopPacing, fx.EndRest, fx.Say}
            assert (fx.StartRest in kinds) is is_between_sides(session)
            assert not following.goes_on
        elif state is State.CONFIRMING:
            assert following.state is session.return_state
        else:
            assert kinds == {fx.Refuse}


@pytest.mark.parametrize("state", STATES)
def test_whatever_would_stop_or_answer_ends_the_alarm_and_only_that(state: State) -> None:
    for session in sessions_in(state):
        if session.is_alarm_on:
            for kind in ENDS_ALARM:
                following, effects = advance(session, kind())
                assert replace(following, last_answer=session.last_answer) == replace(session, is_alarm_on=False)
                held = (fx.Say(("Paused.", "Say resume, or stop.")),) if state is State.PAUSED else ()
                if is_between_sides(session):
                    held = (fx.Say(("Change sides.", "Say next set to begin.")),)
                assert effects == (fx.EndAlarm(), *held)


@pytest.mark.parametrize("state", STATES)
def test_nothing_else_that_is_said_does_anything_while_the_alarm_sounds(state: State) -> None:
    refusal = fx.Refuse("wrong_state", "Say stop to end the alarm.", is_spoken=False)
    for session, event in pairs(state):
        if session.is_alarm_on and not isinstance(event, (*MOMENTS, *ENDS_ALARM, Help)):
            assert advance(session, event) == (session, (refusal,))


@pytest.mark.parametrize("state", [state for state in STATES if state is not State.FINISHED])
def test_help_raises_the_alarm_once_in_every_state(state: State) -> None:
    for session in sessions_in(state):
        following, effects = advance(session, Help())
        assert following.is_alarm_on
        assert [effect for effect in effects if isinstance(effect, fx.RaiseAlarm)] == (
            [] if session.is_alarm_on else [fx.RaiseAlarm()]
        )
        assert following.state not in (State.COUNT_IN, State.LIFTING)


@pytest.mark.parametrize("state", STATES)
def test_a_refusal_is_not_spoken_in_a_set_or_to_sleepers(state: State) -> None:
    for session, event in pairs(state):
        if accepts(state, type(event)) or session.is_alarm_on:
            continue
        for effect in advance(session, event)[1]:
            assert isinstance(effect, fx.Refuse)
            assert effect.is_spoken is (state not in (State.COUNT_IN, State.LIFTING, State.ASLEEP, State.FINISHED))


@pytest.mark.parametrize("state", STATES)
def test_what_was_said_last_is_kept_for_repeat_that(state: State) -> None:
    for session, event in pairs(state):
        following, effects = advance(session, event)
        said = [effect.texts for effect in effects if isinstance(effect, fx.Say | fx.AskConfirmation)]
        if isinstance(event, RepeatThat):
            assert following.last_answer == session.last_answer
        elif said:
            assert following.last_answer == said[-1]
