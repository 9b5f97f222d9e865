"""Rows of the session's table for pain, feeling unwell and failing: they end a set, and are answered at any time.

What is told just after a set is written of that set, since few say it while they lift. Nothing goes on by itself then.
"""

from dataclasses import replace

from repcue.core import effects as fx
from repcue.core import replies
from repcue.core.events import Event, Unwell
from repcue.core.session_moves import Next, advice_after, end_set, leave_other_side
from repcue.core.session_sides import fell_short, is_between_sides
from repcue.core.session_state import Session, State
from repcue.core.session_texts import done_of


def stop_hurt(session: Session, event: Event) -> Next:
    """End the set now, because of pain or worse; of a one-sided exercise the other side is left out, too."""
    said = replies.UNWELL if isinstance(event, Unwell) else replies.HURTS
    ended, effects = end_set(session, "stopped", (replies.SET_STOPPED, said), has_other_side=False)
    return ended, _with_symptom(event, effects) if session.is_set_open else effects


def hurt_at_rest(session: Session, event: Event) -> Next:
    """Give the same advice where no set is running; in the rest after a set it is written of that set."""
    said = (replies.UNWELL if isinstance(event, Unwell) else replies.HURTS,)
    if session.state is not State.RESTING or session.last_outcome is None:
        return session, (fx.Say(said),)
    if is_between_sides(session):
        rested, effects = leave_other_side(session, said)
        return rested, _with_symptom(event, effects)
    return session, _with_symptom(event, (fx.Say(said),))


def _with_symptom(event: Event, effects: tuple[fx.Effect, ...]) -> tuple[fx.Effect, ...]:
    """Return the effects with the symptom written before anything is said."""
    written = fx.AmendSet(symptom="unwell" if isinstance(event, Unwell) else "pain")
    *others, say = effects
    return (*others, written, say)


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
    if session.course or session.is_first_side_short or fell_short(session, session.last_outcome):
        return failed, (amended, fx.Say(said))
    assert session.last_set is not None
    troubled = replace(failed, troubles=session.last_set.troubles + 1)
    advice, told = advice_after(troubled)
    return replace(troubled, told=told), (amended, fx.Say((*said, *advice)))
