"""Rows of the session's table for what is felt: a score from one to five, or where it is felt instead.

A score is of the last set that ended, and a later one corrects it. Only the pair that belongs together is compared: the
feel set and the first set of the lift that it prepared.
"""

from dataclasses import replace
from itertools import takewhile
from typing import Final

from repcue.core import events, replies
from repcue.core.effects import KeepFeel, Refuse, Say
from repcue.core.feel_answers import FEEL_SCORES
from repcue.core.load_words import no_correction, offer_drills
from repcue.core.session_moves import Next
from repcue.core.session_state import IN_A_SET, Felt, Session
from repcue.core.situation import PREPARATION, SetType

LOW_FEEL: Final = 2
"""A score that says: hardly felt."""

LIGHT_REPS: Final = 15
"""Where the load is not known, so many repetitions stand for a light one (rule R5)."""

LIGHT_PERCENT: Final = 60
"""Up to this load a muscle that is not felt is worth drilling; above it the bar matters more (rule R3)."""

LOWS_BEFORE_OFFER: Final = 2
"""Sets in a row that were hardly felt (rule of the same research: two)."""


def feel_score(session: Session, event: events.Event) -> Next:
    """Note how well the muscle was felt in the last set, and say how that compares with the feel set before it."""
    assert isinstance(event, events.FeelScore)
    ended = session.ended_set
    if ended is None:
        return session, (Refuse("wrong_state", replies.NO_LAST_SET, is_spoken=True),)
    if event.score not in FEEL_SCORES:
        return session, (Refuse("bad_value", replies.ASK_FEEL_AGAIN, is_spoken=True),)
    felt = _felt(ended, event.score)
    others = tuple(each for each in session.felt if not each.is_of_the_set_of(felt))
    notes = replace(session.notes, feel=felt.score)
    noted = replace(session, is_feel_open=False, felt=(*others, felt), notes=notes, before=session)
    assert ended.exercise is not None
    assert session.exercise is not None
    is_chosen = ended.exercise.id == session.exercise.id
    # Another exercise has been chosen since: it is told which one the score is noted of.
    named = () if is_chosen else (ended.exercise.spoken_name,)
    offered = (offer_drills(session),) if is_chosen and _are_drills_due(noted) else ()
    said = (*named, *replies.number(felt.score), replies.NOTED, *_compared(others, felt), *offered)
    return noted, (KeepFeel(felt.score), Say(said))


def _felt(ended: Session, score: int) -> Felt:
    assert ended.exercise is not None
    prepared = ended.before_course.exercise if ended.before_course is not None else None
    return Felt(
        lift=(prepared or ended.exercise).id,
        exercise=ended.exercise.id,
        set_number=ended.set_number,
        set_type=ended.set_type,
        steps_left=len(ended.course),
        score=score,
        is_low=score <= LOW_FEEL and _is_light(ended),
    )


def _is_light(ended: Session) -> bool:
    """Return whether a set was light: by its load, or where that is not known, by its kind or repetitions."""
    if ended.load_percent is not None:
        return ended.load_percent <= LIGHT_PERCENT
    return ended.set_type in PREPARATION or (ended.target_reps or 0) >= LIGHT_REPS


def _are_drills_due(session: Session) -> bool:
    """Return whether the muscle was hardly felt in the last two sets for this lift, or in two more of them."""
    latest = session.felt[-1]
    for_lift = [each for each in reversed(session.felt) if each.lift == latest.lift]
    lows = len(list(takewhile(lambda each: each.is_low, for_lift)))
    return lows > 0 and lows % LOWS_BEFORE_OFFER == 0


def _compared(others: tuple[Felt, ...], felt: Felt) -> replies.Texts:
    """Return how the first set of a lift was felt beside the feel set that prepared it; nothing of any other set."""
    before = next((each for each in reversed(others) if each.lift == felt.lift), None)
    is_main = felt.set_type is not SetType.FEEL and felt.steps_left == 0
    if before is None or before.set_type is not SetType.FEEL or not is_main:
        return ()
    if felt.score == before.score:
        return (replies.FELT_SAME,)
    return (replies.FELT_MORE if felt.score > before.score else replies.FELT_LESS,)


def wrong_feel(session: Session, event: events.Event) -> Next:
    """Say the correction for what is felt in the wrong place, and note it of a set of this exercise."""
    assert isinstance(event, events.FeltWrongly)
    assert session.exercise is not None
    known = {exercise.id for exercise in session.catalogue.exercises}
    found = session.catalogue.correction(session.exercise.id, event.place) if session.exercise.id in known else None
    said = found.say if found is not None else no_correction(session)
    ended = session.ended_set
    is_of_it = ended is not None and ended.exercise is not None and ended.exercise.id == session.exercise.id
    if not is_of_it and session.state not in IN_A_SET:
        return session, (Say((said,)),)
    noted = replace(session, notes=replace(session.notes, wrong_feel=event.place), before=session)
    return noted, (KeepFeel(None, event.place), Say((said,)))
