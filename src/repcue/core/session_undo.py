"""The row of the session's table that takes the last change back: a setting, an answer, or the end of a set."""

from dataclasses import replace
from typing import Final

from repcue.core import events, replies
from repcue.core.effects import ChangeVolume, Effect, EndRest, HushRest, Refuse, Say, TakeBack
from repcue.core.session_moves import Next, are_reps_done
from repcue.core.session_sides import is_between_sides
from repcue.core.session_state import Session, State
from repcue.core.session_texts import all_done

SETTINGS: Final = (
    *("plan_index", "exercise", "tempo", "target_reps", "hold_seconds", "side", "set_number", "sets_planned"),
    *("rest_seconds", "load_kg", "load_percent", "set_type", "focus_muscle", "goal", "focus_choice", "mix_begins"),
    *("cue_frequency", "wanted_turn", "volume_db", "is_target_for_once", "usual_reps", "left_lifts"),
    *("course", "before_course", "is_step_done", "felt", "is_feel_open", "notes", "is_hurt", "troubles"),
)
"""The fields of a session that undoing brings back; what has been lifted and where one stands stay as they are."""


def undo(session: Session, _: events.Event) -> Next:
    """Take the last change back; a set that was ended is open again, on hold.

    What was told of a set is taken back by itself, and its end only by another word.
    """
    before = session.before
    if before is None:
        return session, (Refuse("wrong_state", replies.NOTHING_TO_UNDO, is_spoken=True),)
    if before.state is State.PAUSED and session.state in (State.RESTING, State.READY, State.IDLE):
        return _opened_again(session, before)
    if _is_other_side_left(session, before):
        waiting = replace(before, state=State.READY, goes_on=False, told=session.told)
        said = Say((replies.UNDONE, replies.CHANGE_SIDES, replies.SAY_NEXT_SET))
        return waiting, (*_rest_ended(session), *_taken_back(session, before), said)
    brought_back = replace(session, **{name: getattr(before, name) for name in SETTINGS}, before=before.before)
    if session.notes.set_index != before.notes.set_index:
        brought_back = replace(brought_back, notes=session.notes)
    if before.exercise is None and session.exercise is not None:
        brought_back = replace(brought_back, state=State.IDLE)
    return brought_back, (*_followed(session, before), Say((replies.UNDONE, *_asked_again(session, before))))


def _opened_again(session: Session, before: Session) -> Next:
    how_on = all_done(before) if are_reps_done(before) else replies.SAY_RESUME
    # A set that was left in its count-in was never open.
    undone = replies.SET_OPEN_AGAIN if before.is_set_open else replies.UNDONE
    return before, (*_rest_ended(session), *_taken_back(session, before), Say((undone, how_on)))


def _is_other_side_left(session: Session, before: Session) -> bool:
    """Return whether the last change was to leave out the other side of a set."""
    is_same = session.exercise == before.exercise and session.set_number > before.set_number
    return is_same and is_between_sides(before)


def _rest_ended(session: Session) -> tuple[Effect, ...]:
    return (EndRest(),) if session.state is State.RESTING else ()


def _taken_back(session: Session, before: Session) -> tuple[Effect, ...]:
    """Return what writes that something told of the last set is taken back; nothing where it is of another set."""
    is_other = session.notes != before.notes and session.notes.set_index == before.notes.set_index
    return (TakeBack(before.notes),) if is_other else ()


def _followed(session: Session, before: Session) -> tuple[Effect, ...]:
    volume: tuple[Effect, ...] = (ChangeVolume(before.volume_db),) if before.volume_db != session.volume_db else ()
    is_well = session.is_hurt and not before.is_hurt and session.state is State.RESTING
    told: tuple[Effect, ...] = (HushRest(is_quiet=False),) if is_well else ()
    return (*volume, *told, *_taken_back(session, before))


def _asked_again(session: Session, before: Session) -> replies.Texts:
    """Return the question that is open once more, its answer being taken back."""
    is_answered = before.is_feel_open and before.notes.feel != session.notes.feel
    return (replies.ASK_FEEL,) if is_answered else ()
