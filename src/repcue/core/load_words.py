"""Words that depend on what an exercise is done with: nobody racks a plank, or takes weight off a push-up."""

from collections.abc import Mapping
from typing import Final

from repcue.core import replies
from repcue.core.session_state import Session
from repcue.core.weight import Weight, weight_of


def has_weight(session: Session) -> bool:
    """Return whether there is a weight to take less of: the exercise's, or one that the lifter has named."""
    assert session.exercise is not None
    return bool(session.load_kg) or weight_of(session.exercise) is not Weight.NONE


_SET_OVER: Final[Mapping[Weight, str]] = {
    Weight.RACKED: replies.RACK_IT,
    Weight.HELD: replies.PUT_DOWN,
    Weight.STACK: replies.LET_DOWN,
    Weight.NONE: replies.RELAX,
}


def set_over(session: Session) -> str:
    """Return what is said when the last repetition is done, or the hold is over."""
    assert session.exercise is not None
    return _SET_OVER[weight_of(session.exercise)]


def leave_ego(session: Session) -> str:
    """Return the reminder to do less, but well."""
    if has_weight(session):
        return replies.LEAVE_EGO
    return replies.LEAVE_EGO_UNLOADED if session.hold_seconds is None else replies.LEAVE_EGO_HELD


def offer_drills(session: Session) -> str:
    """Return what may help somebody who does not feel the muscle."""
    if has_weight(session):
        return replies.OFFER_DRILLS
    return replies.OFFER_DRILLS_UNLOADED if session.hold_seconds is None else replies.OFFER_DRILLS_HELD


def no_correction(session: Session) -> str:
    """Return what helps where the pack has no correction for what is felt in the wrong place."""
    if has_weight(session):
        return replies.NO_CORRECTION
    return replies.NO_CORRECTION_UNLOADED if session.hold_seconds is None else replies.NO_CORRECTION_HELD
