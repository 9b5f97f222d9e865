"""What is said after a set beside the rest: one thing at most, and nothing where something hurts."""

from typing import Final

from repcue.core import replies
from repcue.core.effects import SetOutcome
from repcue.core.load_words import leave_ego
from repcue.core.session_course import is_feel_asked
from repcue.core.session_sides import fell_short
from repcue.core.session_state import Session

TROUBLES_BEFORE_ADVICE: Final = 2
"""Sets in a row that fell short: a cue that does not help three times is left (rule of three), an exercise sooner."""

REMINDERS: Final = (replies.LEAVE_EGO, replies.LEAVE_EGO_UNLOADED, replies.LEAVE_EGO_HELD)
"""One reminder in several wordings: it is said once in a session."""


def troubles_after(session: Session, outcome: SetOutcome) -> int:
    """Return how many sets in a row fell short, this one included; of a course's steps none is counted."""
    if session.course:
        return 0 if outcome == "finished" else session.troubles
    return session.troubles + 1 if session.is_first_side_short or fell_short(session, outcome) else 0


def advice_after(session: Session) -> tuple[replies.Texts, frozenset[str]]:
    """Return what is said after a set beside the rest, one thing at most, and what was said once in this session.

    Nothing where something hurts: nobody is urged on then, or asked how well it felt. In drills nothing
    but that is asked.
    """
    assert session.exercise is not None
    if session.is_hurt:
        return (), session.told
    if is_feel_asked(session):
        return (replies.ASK_FEEL,), session.told
    if session.course:
        return (), session.told
    if session.troubles >= TROUBLES_BEFORE_ADVICE:
        is_humbled = not session.told.isdisjoint(REMINDERS)
        is_eased = bool(session.exercise.easier) and (is_humbled or session.troubles == TROUBLES_BEFORE_ADVICE)
        if is_eased or not is_humbled:
            offered = replies.OFFER_EASIER if is_eased else leave_ego(session)
            return (offered,), session.told | {offered}
    reminder = session.exercise.range
    is_first = session.set_number == 1 and session.sets_planned > 1
    if reminder and is_first and reminder not in session.told:
        return (reminder,), session.told | {reminder}
    return (), session.told
