"""Rows of the session's table for drills and for what is felt: warm up, feel set, flex, tap, feel four, easier."""

from dataclasses import replace
from typing import Final

from repcue.core import courses, events, replies
from repcue.core.effects import KeepFeel, Refuse, Say
from repcue.core.feel_answers import FEEL_SCORES
from repcue.core.load_words import no_correction, offer_drills
from repcue.core.session_changes import left_time, with_exercise
from repcue.core.session_course import begun
from repcue.core.session_moves import Next
from repcue.core.session_state import Session
from repcue.core.session_texts import announcement
from repcue.core.situation import PREPARATION
from repcue.packs.schema import Exercise

LOW_FEEL: Final = 2
"""A score that says: hardly felt."""

LIGHT_REPS: Final = 15
"""Where the load is not known, so many repetitions stand for a light one (rule R5)."""

LIGHT_PERCENT: Final = 60
"""Up to this load a muscle that is not felt is worth drilling; above it the bar matters more (rule R3)."""


def _refused(session: Session, sentence: str) -> Next:
    return session, (Refuse("wrong_state", sentence, is_spoken=True),)


def _lift(session: Session) -> Exercise | None:
    """Return the exercise that a course prepares: that which is chosen, also while a course is under way."""
    before = session.before_course if session.course else None
    return before.exercise if before is not None else session.exercise


def warm_up(session: Session, _: events.Event) -> Next:
    """Begin the warm-up for the day's lifts: those of the plan, or the exercise that is chosen."""
    lift = _lift(session)
    planned = tuple(entry.exercise for entry in session.plan)
    lifts = tuple(dict.fromkeys((*((lift.id,) if lift else ()), *planned)))
    if not lifts:
        return _refused(session, replies.PICK_FIRST)
    load_kg = (session.before_course or session).load_kg if lift else None
    steps = courses.warm_up(session.catalogue, lifts, session.level, load_kg)
    return begun(session, steps) if steps else _refused(session, replies.NO_DRILL)


def feel_set(session: Session, _: events.Event) -> Next:
    """Begin the feel set before the lift that is chosen."""
    lift = _lift(session)
    if lift is None:
        return _refused(session, replies.PICK_FIRST)
    steps = courses.feeling(session.catalogue, lift.id)
    if not steps:
        return _refused(session, replies.NO_FEEL_SET)
    return begun(replace(session, asks_feel=True, feel_scores=()), steps)


def flex(session: Session, event: events.Event) -> Next:
    """Begin the timed holds of a muscle."""
    assert isinstance(event, events.Flex)
    steps = courses.flexing(session.catalogue, event.muscle)
    return begun(session, steps) if steps else _refused(session, replies.NO_DRILL)


def tap(session: Session, _: events.Event) -> Next:
    """Tell where to tap, and who does it."""
    assert session.exercise is not None
    spot = session.exercise.tap
    if spot is None:
        return _refused(session, replies.NO_TAP)
    if spot.by == "self" and spot.when == "during" and not session.exercise.has_free_hand:
        # Both hands hold the weight: only a partner can tap during the set.
        return session, (Say((replies.ASK_PARTNER, spot.say)),)
    return session, (Say((spot.say,)),)


def feel_score(session: Session, event: events.Event) -> Next:
    """Note how well the muscle was felt, and say how that compares with the set before."""
    assert isinstance(event, events.FeelScore)
    if session.last_set is None:
        return _refused(session, replies.NO_LAST_SET)
    score = event.score
    if score not in FEEL_SCORES:
        return session, (Refuse("bad_value", replies.ASK_FEEL_AGAIN, is_spoken=True),)
    before = session.feel_scores[-1] if session.feel_scores else None
    lows = session.low_feels + 1 if score <= LOW_FEEL and _is_light(session) else 0
    compared = () if before is None else (_comparison(before, score),)
    noted = replace(
        session,
        is_feel_open=False,
        feel_scores=(*session.feel_scores, score),
        low_feels=lows % 2,
        asks_feel=session.asks_feel and before is None,
    )
    offered = (offer_drills(session),) if lows == 2 else ()
    return noted, (KeepFeel(score), Say((*replies.number(score), replies.NOTED, *compared, *offered)))


def _is_light(session: Session) -> bool:
    """Return whether the last set was light: by its load, or where that is not known, by its kind or repetitions."""
    last = session.last_set
    if last is None:
        return False
    if last.load_percent is not None:
        return last.load_percent <= LIGHT_PERCENT
    return last.set_type in PREPARATION or (last.target_reps or 0) >= LIGHT_REPS


def _comparison(before: int, score: int) -> str:
    if score == before:
        return replies.FELT_SAME
    return replies.FELT_MORE if score > before else replies.FELT_LESS


def wrong_feel(session: Session, event: events.Event) -> Next:
    """Say the correction for what is felt in the wrong place."""
    assert isinstance(event, events.FeltWrongly)
    assert session.exercise is not None
    known = {exercise.id for exercise in session.catalogue.exercises}
    found = session.catalogue.correction(session.exercise.id, event.place) if session.exercise.id in known else None
    said = found.say if found is not None else no_correction(session)
    return session, (KeepFeel(None, event.place), Say((said,)))


def easier(session: Session, _: events.Event) -> Next:
    """Go back to an easier exercise of the pack."""
    return _step(session, is_easier=True)


def harder(session: Session, _: events.Event) -> Next:
    """Go on to a harder exercise of the pack."""
    return _step(session, is_easier=False)


def _step(session: Session, *, is_easier: bool) -> Next:
    lift = _lift(session)
    assert lift is not None
    found = session.catalogue.easier(lift.id) if is_easier else session.catalogue.harder(lift.id)
    if found is None:
        return _refused(session, replies.NO_EASIER if is_easier else replies.NO_HARDER)
    changed = with_exercise(session, found, None)
    return changed, (*left_time(changed), Say(announcement(changed)))
