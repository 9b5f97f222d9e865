"""Courses: steps that are done one after the other, and the way back to the exercise that they prepare.

A course begins with "warm up", "feel set" or "flex chest". Its first step is set up at once; each further one when
the rest after the one before is over, or is skipped. Picking an exercise leaves it. After the last step everything is
set up as it was before the course.
"""

from dataclasses import replace
from typing import Final

from repcue.core import replies
from repcue.core.courses import Step
from repcue.core.effects import Effect, EndRest, Say, StartRest
from repcue.core.session_sides import FIRST_SIDE, OTHER_SIDE
from repcue.core.session_state import Session, State
from repcue.core.situation import SetType

BROUGHT_BACK: Final = (
    *("exercise", "tempo", "target_reps", "hold_seconds", "side", "set_number", "sets_planned"),
    *("rest_seconds", "plan_index", "load_kg", "load_percent", "set_type", "focus_muscle"),
    *("last_cues", "wanted_turn", "is_cue_told"),
)
"""What a course changes and gives back at its end."""


def begun(session: Session, steps: tuple[Step, ...]) -> tuple[Session, tuple[Effect, ...]]:
    """Return the session with the first of some steps set up."""
    before = session if not session.course else session.before_course or session
    ended: tuple[Effect, ...] = (EndRest(),) if session.state is State.RESTING else ()
    prepared = replace(
        _as_before(session), course=steps, before_course=replace(before, before=None, before_course=None)
    )
    following, effects = _set_up(prepared)
    return replace(following, before=None), (*ended, *effects)


def next_step(session: Session) -> tuple[Session, tuple[Effect, ...]]:
    """Return the session with the step after the one that is done set up, or back where the course began."""
    left = session.course[1:]
    if left:
        return _set_up(replace(session, course=left), is_other_side=is_other_side_next(session))
    returned = replace(without_course(_as_before(session)), state=State.READY)
    if returned.exercise is None:
        return replace(returned, state=State.IDLE), (Say((replies.COURSE_OVER,)),)
    back = (replies.COURSE_OVER, replies.BACK_TO, returned.exercise.spoken_name, replies.SAY_NEXT_SET)
    return returned, (Say(back),)


def _as_before(session: Session) -> Session:
    """Return the session with everything set up that was before its course, should one be under way."""
    before = session.before_course
    return session if before is None else replace(session, **{name: getattr(before, name) for name in BROUGHT_BACK})


def course_again(session: Session, last: Session) -> Session:
    """Return the session with the course in which a set was done, so that its step can be done again.

    Args:
        session: what is set up; a course that begins with another step goes on after it.
        last: as it was in that set, which may have been none of a course.
    """
    if not last.course:
        return without_course(_as_before(session))
    step = last.course[0]
    if not session.course:
        return replace(session, course=(step,), before_course=replace(session, before=None))
    return session if session.course[0] is step else replace(session, course=(step, *session.course))


def is_set_up(session: Session, last: Session) -> bool:
    """Return whether what a set was of is what comes next: its exercise, or the step of its course."""
    if not last.course:
        return not session.course and session.exercise == last.exercise
    return bool(session.course) and session.course[0] is last.course[0] and session.exercise == last.exercise


def without_course(session: Session) -> Session:
    """Return the session with no course under way."""
    return replace(session, course=(), before_course=None, is_step_done=False) if session.course else session


def is_drill(session: Session) -> bool:
    """Return whether the exercise that is chosen is a course's own, and not the lift that the course prepares."""
    lift = session.before_course
    return bool(session.course) and (lift is None or session.exercise != lift.exercise)


def has_no_cue(session: Session) -> bool:
    """Return whether a step is under way, or is over and not followed yet, that has no cue to say."""
    return bool(session.course) and (session.course[0].exercise is None or not session.course[0].has_cues)


def name_after_step(session: Session) -> str | None:
    """Return what follows the step under way: the next one, or the lift; None where there is neither, or no course."""
    if session.course[1:]:
        return session.course[1].spoken_name
    lift = session.before_course.exercise if session.before_course is not None else None
    return lift.spoken_name if lift is not None else None


def is_other_side_next(session: Session) -> bool:
    """Return whether the course goes on with the other side of its step: the two are one set, with one cue."""
    return len(session.course) > 1 and session.course[1].completes(session.course[0])


def is_cue_told_of_first_side(session: Session) -> bool:
    """Return whether the step that comes next is the other side of one whose cue was said before it."""
    return bool(session.course) and session.course[0].side == OTHER_SIDE and session.is_cue_told


def _set_up(session: Session, *, is_other_side: bool = False) -> tuple[Session, tuple[Effect, ...]]:
    step = session.course[0]
    if step.exercise is None:
        assert step.seconds is not None
        passing = replace(
            session,
            state=State.RESTING,
            is_step_done=True,
            side=None,
            goes_on=False,
            last_outcome=None,
            is_hurt=False,
        )
        timed = (*announced(replace(step, hold_seconds=step.seconds, reps=1)),)
        return passing, (Say(timed), StartRest(step.seconds, step.remind))
    ready = replace(
        session,
        state=State.READY,
        exercise=step.exercise,
        tempo=step.tempo,
        target_reps=step.reps,
        hold_seconds=step.hold_seconds if step.is_one_hold else None,
        side=step.side or (FIRST_SIDE if step.exercise.unilateral and step.has_cues else None),
        goes_on=False,
        is_first_side_short=False,
        last_outcome=None,
        is_hurt=False,
        set_number=1,
        sets_planned=1,
        reps_done=0,
        rest_seconds=step.rest_seconds,
        load_kg=step.load_kg,
        load_percent=step.load_percent,
        set_type=step.set_type,
        focus_muscle=step.focus_muscle,
        is_step_done=False,
        cue_turn=0,
        wanted_turn=session.wanted_turn if is_other_side else 0,
        last_cues=session.last_cues if step.exercise == session.exercise else {},
        is_cue_told=is_other_side and session.is_cue_told,
    )
    return ready, (Say((*announced(step), replies.SAY_NEXT_SET)),)


def is_only_time(session: Session) -> bool:
    """Return whether a step is under way in which only time passes, such as marching: no rest after a set."""
    return session.state is State.RESTING and bool(session.course) and session.course[0].exercise is None


def announced(step: Step) -> replies.Texts:
    """Return what is said before a step that was not spoken of yet: how it is done, which side, how many, how heavy.

    A number that the drill's own words tell already is not told again.
    """
    if step.reps is not None and step.hold_seconds is None:
        counted = f"{' '.join(replies.number(step.reps))} of them"
        if any(counted in line.lower() for line in step.say):
            return (*step.say, *_side_and_load(step, ()))
    return (*step.say, *target_of(step))


def target_of(step: Step) -> replies.Texts:
    """Return which side, how many or how long, and how heavy a step is."""
    if step.hold_seconds is None:
        return _side_and_load(step, replies.target(step.reps))
    holds = (*replies.number(step.reps or 1), replies.HOLDS) if step.reps != 1 else ()
    return (*replies.side(step.side), *holds, *replies.seconds(step.hold_seconds))


def _side_and_load(step: Step, target: replies.Texts) -> replies.Texts:
    load = (*replies.number(step.load_kg), replies.KILOS) if step.load_kg else ()
    load = (replies.NEXT_TO_NO_WEIGHT,) if step.is_unloaded else load
    return (*replies.side(step.side), *target, *load)


def is_feel_asked(session: Session) -> bool:
    """Return whether the lifter is asked how well they felt the set that is just over.

    That is a feel set, and where its question was answered the first set of the lift that it prepared.
    """
    if session.set_type is SetType.FEEL:
        return True
    assert session.exercise is not None
    lift = session.exercise.id
    is_answered = any(felt.lift == lift and felt.set_type is SetType.FEEL for felt in session.felt)
    return session.asks_feel and not session.course and is_answered
