"""One side at a time: a set of a one-sided exercise is done on the left, then on the right, with a short rest between.

The two sides share the set's number, target and cue. After the first the other one begins by itself, as soon as there
was time to change; where the first was ended by a word, or nobody could stop it, it waits for "next set". A warm-up's
drill that brings its sides as steps of its own is left to the warm-up.
"""

from dataclasses import replace
from typing import Final

from repcue.core import replies
from repcue.core.courses import BETWEEN_SIDES_SECONDS, Side
from repcue.core.effects import Effect, LogSet, LogSkippedSide, Say, SetOutcome, StartRest
from repcue.core.session_state import IN_A_SET, Session, State
from repcue.core.session_texts import target_of

FIRST_SIDE: Final[Side] = "left"
OTHER_SIDE: Final[Side] = "right"


def first_side(session: Session) -> Side | None:
    """Return the side on which a set of the exercise that is chosen begins; None where both work together."""
    if session.side is None or _is_step_of_one_side(session):
        return session.side
    return FIRST_SIDE


def is_other_side_due(session: Session) -> bool:
    """Return whether the set under way is on its first side."""
    return session.side == FIRST_SIDE and not _is_step_of_one_side(session)


def is_between_sides(session: Session) -> bool:
    """Return whether the next set to begin is the other side of one whose first side is done."""
    is_resting = session.state in (State.READY, State.RESTING)
    return is_resting and session.side == OTHER_SIDE and not _is_step_of_one_side(session)


def _is_step_of_one_side(session: Session) -> bool:
    return bool(session.course) and session.course[0].side is not None


def change_sides(session: Session, outcome: SetOutcome, texts: replies.Texts) -> tuple[Session, tuple[Effect, ...]]:
    """Rest shortly after the first side.

    Args:
        session: as it was while the first side was under way.
        outcome: of the first side.
        texts: said of how it ended.
    """
    goes_on = outcome == "finished" and session.state is State.LIFTING
    changed = replace(
        session,
        state=State.RESTING,
        side=OTHER_SIDE,
        goes_on=goes_on,
        is_first_side_short=fell_short(session, outcome),
        is_set_open=False,
        last_outcome=outcome,
        ended_set=replace(session, before=None, last_set=None, ended_set=None),
        before=replace(session, state=State.PAUSED),
    )
    following = replies.seconds(BETWEEN_SIDES_SECONDS) if goes_on else (replies.SAY_NEXT_SET,)
    said = Say((*texts, replies.CHANGE_SIDES, *following))
    return changed, (LogSet(outcome), said, StartRest(BETWEEN_SIDES_SECONDS, is_quiet=True))


def fell_short(session: Session, outcome: SetOutcome) -> bool:
    """Return whether a set ended before its target."""
    if outcome == "finished":
        return False
    is_short = session.target_reps is not None and session.reps_done < session.target_reps
    return is_short or outcome == "failed"


def outcome_of(session: Session, outcome: SetOutcome) -> SetOutcome:
    """Return how a set ended: one that is stopped when all is done is finished."""
    is_done = session.target_reps is not None and session.reps_done >= session.target_reps
    return "finished" if is_done and outcome == "stopped" else outcome


def other_side(session: Session) -> replies.Texts:
    """Return what is said before the other side: which it is, and how many."""
    return (*replies.side(OTHER_SIDE), *target_of(session))


def told_if_skipped(before: Session, after: Session, effects: tuple[Effect, ...]) -> tuple[Session, tuple[Effect, ...]]:
    """Return what follows from an event with a word and a record where the other side of a set will not be done.

    Args:
        before: the session before the event; what waits for an answer or sleeps counts as what it comes back to.
        after: the session after it.
        effects: what followed.
    """
    left = before if before.state not in _HELD_BACK else replace(before, state=before.return_state)
    if not _is_side_open(left) or _is_side_to_come(after):
        return after, effects
    assert left.exercise is not None
    logged = LogSkippedSide(left.exercise.id, left.set_number)
    return after, (*(_with_skipped(effect) for effect in effects), logged)


_HELD_BACK: Final = (State.CONFIRMING, State.ASLEEP)


def _is_side_open(session: Session) -> bool:
    is_under_way = session.state in IN_A_SET and session.is_set_open and is_other_side_due(session)
    return is_under_way or is_between_sides(session)


def _is_side_to_come(session: Session) -> bool:
    """Return whether the other side may still be done: it comes next or is under way, or a course leads back to it."""
    if session.state is State.FINISHED:
        return False
    is_on_its_way = session.state in (*IN_A_SET, *_HELD_BACK)
    return is_on_its_way or is_between_sides(session) or bool(session.course)


def _with_skipped(effect: Effect) -> Effect:
    """Return an answer that also tells that the right side is skipped: before the rest is told, else at first."""
    if not isinstance(effect, Say):
        return effect
    return replace(effect, texts=_skipped_in(effect.texts), shorter=effect.shorter and _skipped_in(effect.shorter))


def _skipped_in(texts: replies.Texts) -> replies.Texts:
    ends = (replies.LAST_SET_OF_EXERCISE, replies.REST_WORD)
    place = next((index for index, text in enumerate(texts) if text in ends), 0)
    return (*texts[:place], replies.RIGHT_SIDE_SKIPPED, *texts[place:])
