"""Rows of the session's table for pain, feeling unwell and failing: they end a set, and are answered at any time.

What is told just after a set is written of that set, since few say it while they lift. Nothing goes on by itself then.
"""

from dataclasses import replace

from repcue.core import effects as fx
from repcue.core import replies
from repcue.core.effects import Symptom
from repcue.core.events import Event, Unwell
from repcue.core.session_advice import advice_after
from repcue.core.session_moves import Next, end_set, leave_other_side
from repcue.core.session_sides import fell_short, is_between_sides, told_if_skipped
from repcue.core.session_state import IN_A_SET, Session, State
from repcue.core.session_texts import done_of


def stop_hurt(session: Session, event: Event) -> Next:
    """End the set now, because of pain or worse; of a one-sided exercise the other side is left out, too."""
    ended, effects = end_set(session, "stopped", (replies.SET_STOPPED, *_advice(event)), is_hurt=True)
    if not session.is_set_open:
        return ended, _safely(effects, None)
    return _noted(ended, event), _safely(effects, event)


def hurt_at_rest(session: Session, event: Event) -> Next:
    """Give the same advice where no set is running; in the rest after a set it is written of that set.

    A question that is open meanwhile stays open. Asked in a paused set, that set is over now.
    """
    said = _advice(event)
    is_asked = session.state is State.CONFIRMING
    if is_asked and session.return_state in IN_A_SET:
        return _stop_hurt_while_asked(session, event)
    is_resting = State.RESTING is (session.return_state if is_asked else session.state)
    if not is_resting:
        return session, _safely((fx.Say(said),), None)
    if session.last_outcome is None:
        hurt = replace(session, is_hurt=True, before=session)
        return hurt, _safely((fx.HushRest(), fx.Say(said)), None)
    if is_between_sides(session):
        rested, effects = leave_other_side(session, said, is_hurt=True)
        return _noted(rested, event), _safely(effects, event)
    assert session.last_set is not None
    hurt = replace(session, is_hurt=True, is_feel_open=False, goes_on=False, troubles=session.last_set.troubles)
    return _noted(replace(hurt, before=session), event), _safely((fx.HushRest(), fx.Say(said)), event)


def _stop_hurt_while_asked(session: Session, event: Event) -> Next:
    """End the set that was paused before a question, as pain ends any; an answer then leads to the rest after it."""
    held = replace(session, state=session.return_state, pending=None)
    ended, effects = told_if_skipped(held, *stop_hurt(held, event))
    return replace(ended, state=State.CONFIRMING, return_state=ended.state, pending=session.pending), effects


def _advice(event: Event) -> replies.Texts:
    return (replies.UNWELL if isinstance(event, Unwell) else replies.HURTS,)


def _noted(session: Session, event: Event) -> Session:
    return replace(session, notes=replace(session.notes, symptom=_symptom(event)))


def _symptom(event: Event | None) -> Symptom:
    return "unwell" if isinstance(event, Unwell) else "pain"


def _safely(effects: tuple[fx.Effect, ...], event: Event | None) -> tuple[fx.Effect, ...]:
    """Return the effects with an answer that is said however late, and before it what is written of the last set."""
    written = () if event is None else (fx.AmendSet(symptom=_symptom(event)),)
    place = next(index for index, effect in enumerate(effects) if isinstance(effect, fx.Say))
    answer = effects[place]
    assert isinstance(answer, fx.Say)
    return (*effects[:place], *written, replace(answer, is_of_safety=True), *effects[place + 1 :])


def stop_failed(session: Session, _: Event) -> Next:
    """End the set now; the repetition under way does not count."""
    return end_set(session, "failed", (replies.FAILED,), done_of(session))


def failed_before(session: Session, _: Event) -> Next:
    """Write of the set that is rested from that it failed; the last repetition of a finished one does not count."""
    if session.last_outcome is None:
        return session, (fx.Refuse("wrong_state", replies.NOT_LIFTING, is_spoken=True),)
    if session.last_outcome == "failed":
        return session, (fx.Say((replies.FAILED_BEFORE, *done_of(session))),)
    is_rep_lost = session.last_outcome == "finished" and session.hold_seconds is None
    failed = replace(session, reps_done=max(0, session.reps_done - is_rep_lost), last_outcome="failed")
    amended = fx.AmendSet("failed", failed.reps_done)
    said = (replies.FAILED_BEFORE, *done_of(failed))
    if is_between_sides(session):
        waiting = replace(failed, goes_on=False, is_first_side_short=True)
        return waiting, (amended, fx.Say((*said, replies.CHANGE_SIDES, replies.SAY_NEXT_SET)))
    if session.course or session.is_hurt or session.is_first_side_short or fell_short(session, session.last_outcome):
        return failed, (amended, fx.Say(said))
    assert session.last_set is not None
    troubled = replace(failed, troubles=session.last_set.troubles + 1)
    advice, told = advice_after(troubled)
    return replace(troubled, told=told), (amended, fx.Say((*said, *advice)))
