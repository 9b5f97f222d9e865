"""One side at a time: a set of a one-sided exercise is done on the left, then on the right, with a short rest between.

The two sides share the set's number, target and cue. After the first the other one begins by itself, as soon as there
was time to change; where the first was ended by a word, or nobody could stop it, it waits for "next set". A warm-up's
drill that brings its sides as steps of its own is left to the warm-up.
"""

from dataclasses import replace
from typing import Final

from repcue.core import replies
from repcue.core.courses import BETWEEN_SIDES_SECONDS, Side
from repcue.core.effects import Effect, LogSet, Say, SetOutcome, StartRest
from repcue.core.session_state import Session, State
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
    goes_on = outcome == "finished"
    changed = replace(
        session,
        state=State.RESTING,
        side=OTHER_SIDE,
        goes_on=goes_on,
        is_first_side_short=fell_short(session, outcome),
        is_set_open=False,
        before=replace(session, state=State.PAUSED),
    )
    following = replies.seconds(BETWEEN_SIDES_SECONDS) if goes_on else (replies.SAY_NEXT_SET,)
    said = Say((*texts, replies.CHANGE_SIDES, *following))
    return changed, (LogSet(outcome), StartRest(BETWEEN_SIDES_SECONDS, is_quiet=True), said)


def fell_short(session: Session, outcome: SetOutcome) -> bool:
    """Return whether a set ended before its target."""
    if outcome == "finished":
        return False
    is_short = session.target_reps is not None and session.reps_done < session.target_reps
    return is_short or outcome == "failed"


def other_side(session: Session) -> replies.Texts:
    """Return what is said before the other side: which it is, and how many."""
    return (*replies.side(OTHER_SIDE), *target_of(session))
