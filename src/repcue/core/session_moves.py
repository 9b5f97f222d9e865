"""Rows of the session's table that move between states: sets, rests, questions, sleep and the alarm.

Each function takes the session and the event and returns the next session and what follows from it.
"""

from dataclasses import replace

from repcue.core import events, replies
from repcue.core.coaching import with_turn_taken
from repcue.core.effects import (
    AskConfirmation,
    ChangeRest,
    Close,
    Effect,
    EndAlarm,
    EndRest,
    LogSet,
    RaiseAlarm,
    Refuse,
    Say,
    SetNotes,
    SetOutcome,
    StartCountIn,
    StartRest,
    StopPacing,
)
from repcue.core.load_words import set_over
from repcue.core.session_advice import advice_after, troubles_after
from repcue.core.session_begin import begin
from repcue.core.session_course import is_other_side_next, next_step
from repcue.core.session_sides import change_sides, first_side, is_between_sides, is_other_side_due, outcome_of
from repcue.core.session_state import Session, State
from repcue.core.session_texts import all_done, done_of, unheard_line

Next = tuple[Session, tuple[Effect, ...]]

LONGEST_REST_SECONDS = 3600
"""An hour: a longer rest is a mishearing."""


def lift(session: Session, _: events.Event) -> Next:
    """The count-in is over: the first repetition begins, or a paused set goes on."""
    lifting = replace(session, state=State.LIFTING, is_set_open=True)
    if session.is_set_open:
        return lifting, ()
    return replace(lifting, notes=SetNotes(session.sets_begun)), (LogSet("started"),)


def count_rep(session: Session, event: events.Event) -> Next:
    """One repetition more; after the last one the set is over and the rest begins."""
    assert isinstance(event, events.RepDone)
    counted = replace(session, reps_done=event.rep_number, held_seconds=session.hold_seconds or 0)
    if are_reps_done(counted):
        rested, effects = _rest_after(counted, "finished", () if session.course else (set_over(session),))
        # "Last one" may come when the next repetition has been laid out already.
        return rested, effects if event.is_last else (StopPacing("finished"), *effects)
    if event.is_last:
        return replace(counted, state=State.COUNT_IN), (StartCountIn((), is_short=True),)
    return counted, ()


def are_reps_done(session: Session) -> bool:
    """Return whether the target is reached; an open-ended set has none."""
    return session.target_reps is not None and session.reps_done >= session.target_reps


def stop(session: Session, _: events.Event) -> Next:
    """End the set now."""
    return end_set(session, "stopped", (replies.STOPPED,), done_of(session))


def end_set(
    session: Session,
    outcome: SetOutcome,
    texts: replies.Texts,
    done: replies.Texts = (),
    *,
    is_hurt: bool = False,
) -> Next:
    """End the set now and say so, and what was done in it; a set whose first repetition has not begun is only left.

    Where it ends because something hurts, neither the other side nor any advice but that follows.
    """
    silenced = StopPacing(outcome)
    if not session.is_set_open:
        ready = replace(session, state=State.READY, before=replace(session, state=State.PAUSED))
        return ready, (silenced, Say(texts))
    ended_as = outcome_of(session, outcome)
    rested, effects = _rest_after(session, ended_as, (*texts, *done), is_hurt=is_hurt)
    return rested, (silenced, *effects)


def _rest_after(session: Session, outcome: SetOutcome, texts: replies.Texts, *, is_hurt: bool = False) -> Next:
    if is_other_side_due(session) and not is_hurt:
        # No weight is put away for ten seconds, but a hold is let go.
        is_finished = outcome == "finished" and session.state is State.LIFTING
        is_left_out = is_finished and session.hold_seconds is None
        return change_sides(session, outcome, () if is_left_out else texts)
    is_last = session.set_number >= session.sets_planned and not session.course
    ended = session if is_other_side_next(session) else with_turn_taken(session)
    troubles = session.troubles if is_hurt else troubles_after(session, outcome)
    over = replace(ended, troubles=troubles, is_hurt=is_hurt)
    advice, told = advice_after(over)
    rested = replace(
        over,
        state=State.RESTING,
        set_number=session.set_number + 1,
        target_reps=session.usual_reps if session.is_target_for_once else session.target_reps,
        is_target_for_once=False,
        side=first_side(session),
        goes_on=False,
        is_set_open=False,
        last_outcome=outcome,
        is_step_done=bool(session.course),
        told=told,
        is_feel_open=replies.ASK_FEEL in advice,
        asks_feel=session.asks_feel and bool(session.course),
        ended_set=replace(session, before=None, last_set=None, ended_set=None),
        before=replace(ended, state=State.PAUSED),
    )
    closing = (replies.LAST_SET_OF_EXERCISE,) if is_last else ()
    resting = (*closing, replies.REST_WORD, *replies.seconds(session.rest_seconds))
    # After the last set nobody who is hurt has anything to rest for.
    answer = (*texts, *(() if is_hurt and is_last else resting), *advice)
    # The answer goes first: the words of the rest go around it, and not the other way round.
    return rested, (LogSet(outcome), Say(answer), StartRest(session.rest_seconds, is_quiet=is_hurt))


def pause(session: Session, _: events.Event) -> Next:
    """Hold the set; the repetition under way will be done again, of a hold what is left of it."""
    return replace(session, state=State.PAUSED), (StopPacing("paused"), Say((replies.PAUSED,)))


def resume(session: Session, _: events.Event) -> Next:
    """Three beats, and on with the set."""
    if are_reps_done(session):
        return session, (Refuse("wrong_state", all_done(session), is_spoken=True),)
    line = unheard_line(session)
    counted_in = StartCountIn(line, is_short=True, says_cue=not line, line=next(iter(line), None))
    return replace(session, state=State.COUNT_IN, unheard=session.unheard - set(line)), (counted_in,)


def rest_is_over(session: Session, event: events.Event) -> Next:
    """The rest has run out; in a course the next step follows, between two sides the other one.

    For who is hurt nothing follows until they say so.
    """
    if session.is_hurt:
        return replace(session, state=State.READY), ()
    if session.course and session.is_step_done:
        return next_step(session)
    if session.goes_on:
        return begin(session, event)
    return replace(session, state=State.READY), ()


def rest_is_over_meanwhile(session: Session, _: events.Event) -> Next:
    """The rest has run out while a question is open or the coach sleeps."""
    return replace(session, return_state=State.READY), ()


def stop_rest(session: Session, event: events.Event) -> Next:
    """Rest no longer, and hush; between two sides the other one is left out, and the rest after the set begins."""
    between = is_between_sides(session)
    rested, effects = leave_other_side(session, (replies.STOPPED,)) if between else skip_rest(session, event)
    return rested, (StopPacing("stopped"), *effects)


def leave_other_side(session: Session, texts: replies.Texts, *, is_hurt: bool = False) -> Next:
    """Rest after a set of which only the first side was done, with some words first."""
    rested, (_, *effects) = _rest_after(session, "stopped", texts, is_hurt=is_hurt)
    # Its first side has been logged, and the other one was never begun.
    ended = replace(rested, before=session, last_outcome=session.last_outcome)
    return ended, (EndRest(), *effects)


def skip_rest(session: Session, event: events.Event) -> Next:
    """Rest no longer; in a course the next step follows at once, between two sides the other one."""
    if is_between_sides(session):
        return begin(session, event)
    if session.course and session.is_step_done:
        following, effects = next_step(session)
        return following, (EndRest(), *effects)
    return replace(session, state=State.READY), (EndRest(), Say((replies.REST_ENDED,)))


def leave_step(session: Session, _: events.Event) -> Next:
    """Leave out the drill that comes next, and say which follows."""
    return next_step(session)


def add_rest(session: Session, event: events.Event) -> Next:
    """Rest longer."""
    assert isinstance(event, events.AddRest)
    if event.seconds > LONGEST_REST_SECONDS:
        return session, (Refuse("bad_value", replies.REST_TOO_LONG, is_spoken=True),)
    return session, (ChangeRest(event.seconds),)


def ask_end(session: Session, event: events.Event) -> Next:
    """Ask whether the workout shall end."""
    return ask(session, event, (replies.ASK_END,))


def ask(session: Session, event: events.Event, texts: replies.Texts) -> Next:
    """Ask before doing what the event says."""
    asked = replace(session, state=State.CONFIRMING, return_state=session.state, pending=event)
    return asked, (AskConfirmation(texts),)


def answer_no(session: Session, event: events.Event) -> Next:
    """Leave everything as it was before the question; who is hurt is told to carry on only after a no."""
    is_silent = session.is_hurt and isinstance(event, events.ConfirmExpired)
    said = () if is_silent else (Say((replies.CARRYING_ON,)),)
    return replace(session, state=session.return_state, pending=None), said


def finish(session: Session) -> Next:
    """End the workout."""
    return replace(session, state=State.FINISHED, pending=None), (EndRest(), Say((replies.GOODBYE,)), Close())


def fall_asleep(session: Session, _: events.Event) -> Next:
    """Listen for waking and help only."""
    return replace(session, state=State.ASLEEP, return_state=session.state), (Say((replies.ASLEEP,)),)


def wake_up(session: Session, _: events.Event) -> Next:
    """Listen to everything again."""
    return replace(session, state=session.return_state), (Say((replies.AWAKE,)),)


def go_deaf(session: Session, _: events.Event) -> Next:
    """Hold a running set, which nobody could stop by voice, and say that nothing is heard."""
    if session.state in (State.COUNT_IN, State.LIFTING):
        held = replace(session, state=State.PAUSED)
        return held, (StopPacing("nothing is heard"), Say((replies.CANNOT_HEAR,)))
    return replace(session, goes_on=False), (Say((replies.CANNOT_HEAR,)),)


def hear_again(session: Session, _: events.Event) -> Next:
    """Say that commands are heard again; between two sides the other one has been waiting for a word."""
    return session, (Say((replies.HEAR_AGAIN, *_what_waits(session))),)


def raise_alarm(session: Session, _: events.Event) -> Next:
    """Sound the alarm; a running set is held."""
    if session.is_alarm_on:
        return session, ()
    if session.state in (State.COUNT_IN, State.LIFTING):
        held = replace(session, state=State.PAUSED, is_alarm_on=True)
        return held, (StopPacing("help"), RaiseAlarm())
    return replace(session, is_alarm_on=True, goes_on=False), (RaiseAlarm(),)


def end_alarm(session: Session, _: events.Event) -> Next:
    """Silence the alarm, and nothing else; what it held, a set or its other side, still waits, and that is said."""
    waits = (replies.PAUSED, replies.SAY_RESUME) if session.state is State.PAUSED else _what_waits(session)
    told = (Say(waits),) if waits else ()
    return replace(session, is_alarm_on=False), (EndAlarm(), *told)


def _what_waits(session: Session) -> replies.Texts:
    return (replies.CHANGE_SIDES, replies.SAY_NEXT_SET) if is_between_sides(session) else ()
