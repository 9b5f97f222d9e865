"""Rows of the session's table that change what is set: exercise, tempo, target, load, volume; and undo."""

from dataclasses import replace
from typing import Final

from repcue.core import events, replies
from repcue.core.effects import ChangeVolume, Effect, EndRest, Refuse, Say
from repcue.core.errors import TempoError
from repcue.core.holds import held_for, target_fields
from repcue.core.session_course import is_only_time
from repcue.core.session_holds import moved_instead
from repcue.core.session_lines import announced
from repcue.core.session_moves import Next, are_reps_done, ask
from repcue.core.session_sides import FIRST_SIDE
from repcue.core.session_state import IN_A_SET, Session, State
from repcue.core.session_texts import announcement
from repcue.core.situation import FocusChoice, SetType
from repcue.core.tempo import LONGEST_REP_SECONDS, Tempo, Untimed, parse_tempo
from repcue.core.units import kilos_from_pounds
from repcue.packs.schema import Exercise
from repcue.plans.schema import PlanEntry

SLOWEST_ECCENTRIC_SECONDS: Final = 8
"""Where "slower" ends: with a 1 s lift it keeps a repetition under 10 s (Schoenfeld, Ogborn & Krieger 2015)."""

FASTEST_ECCENTRIC_SECONDS: Final = 1
VOLUME_STEP_DB: Final = 3.0
"""Clearly heard, and four steps span what the limits allow."""

LOUDEST_DB: Final = 6.0
QUIETEST_DB: Final = -30.0


def changed(session: Session, answer: replies.Texts | Say, **changes: object) -> Next:
    """Return the session with fields changed, undoable, and the answer."""
    following = replace(session, **changes, before=replace(session, before=None))  # type: ignore[arg-type]
    return following, (answer if isinstance(answer, Say) else Say(answer),)


def refused(session: Session, sentence: str) -> Next:
    """Return the session as it is, and why the value cannot be set."""
    return session, (Refuse("bad_value", sentence, is_spoken=True),)


def with_exercise(session: Session, exercise: Exercise, entry: PlanEntry | None) -> Session:
    """Return the session ready for the first set of an exercise, by its plan entry where it has one."""
    planned = entry or PlanEntry(exercise=exercise.id)
    focus = FocusChoice(planned.focus) if planned.focus else session.focus_choice
    return replace(
        session,
        state=State.READY if session.state is State.IDLE or is_only_time(session) else session.state,
        course=(),
        before_course=None,
        is_step_done=False,
        troubles=0,
        exercise=exercise,
        **target_fields(exercise, planned),
        is_target_for_once=False,
        side=FIRST_SIDE if exercise.unilateral else None,
        goes_on=False,
        is_first_side_short=False,
        last_outcome=None,
        is_hurt=False,
        is_feel_open=False,
        set_number=1,
        sets_planned=planned.sets or exercise.sets,
        reps_done=0,
        rest_seconds=planned.rest_seconds or session.usual_rest_seconds or exercise.rest_seconds,
        load_kg=planned.load_kg,
        load_percent=planned.load_percent,
        set_type=planned.set_type or SetType.WORK,
        focus_muscle=planned.muscle,
        goal=planned.goal or session.usual_goal,
        focus_choice=focus,
        mix_begins="internal",
        cue_turn=0,
        wanted_turn=0,
        last_cues={},
        is_cue_told=False,
        left_lifts={},
        before=replace(session, before=None),
    )


def pick(session: Session, event: events.Event) -> Next:
    """Make the named exercise the one of the next set.

    The exercise that is chosen already is only announced: its sets go on being counted, until all are done.
    """
    assert isinstance(event, events.PickExercise)
    exercise = session.catalogue.exercise(event.exercise)
    if exercise == session.exercise and session.set_number <= session.sets_planned and not session.course:
        return session, (Say(announcement(session)),)
    index = _plan_index(session, exercise.id)
    picked = with_exercise(session, exercise, None if index is None else session.plan[index])
    if index is not None:
        picked = replace(picked, plan_index=index)
    return _announced(picked)


def _announced(picked: Session) -> Next:
    following, said = announced(picked, announcement(picked))
    return following, (*left_time(picked), said)


def left_time(picked: Session) -> tuple[Effect, ...]:
    """Return what ends the time that a course let pass, where another exercise was picked meanwhile."""
    return (EndRest(),) if picked.before is not None and is_only_time(picked.before) else ()


def _plan_index(session: Session, exercise_id: str) -> int | None:
    """Return where an exercise is in the plan: from the present entry on first, else the first of all."""
    indices = [index for index, entry in enumerate(session.plan) if entry.exercise == exercise_id]
    ahead = [index for index in indices if index >= (session.plan_index or 0)]
    return next(iter([*ahead, *indices]), None)


def next_exercise(session: Session, _: events.Event) -> Next:
    """Pick the following exercise of the plan, else of the packs."""
    return _step(session, 1, replies.NO_PLAN_NEXT)


def last_exercise(session: Session, _: events.Event) -> Next:
    """Pick the exercise before, of the plan, else of the packs."""
    return _step(session, -1, replies.NO_PLAN_BEFORE)


def following(session: Session, step: int) -> tuple[Exercise, int | None] | None:
    """Return the exercise so many steps on, and its index in the plan, or None past either end."""
    if session.plan:
        index = (-1 if session.plan_index is None and step > 0 else session.plan_index or 0) + step
        if not 0 <= index < len(session.plan):
            return None
        return session.catalogue.exercise(session.plan[index].exercise), index
    lift = session.before_course.exercise if session.before_course is not None else session.exercise
    if lift is None:
        return (session.catalogue.exercises[0], None) if step > 0 else None
    neighbour = session.catalogue.after if step > 0 else session.catalogue.before
    exercise = neighbour(lift.id)
    return (exercise, None) if exercise else None


def _step(session: Session, step: int, otherwise: str) -> Next:
    found = following(session, step)
    if found is None:
        return session, (Refuse("wrong_state", otherwise, is_spoken=True),)
    exercise, index = found
    entry = session.plan[index] if index is not None else None
    picked = with_exercise(session, exercise, entry)
    return _announced(replace(picked, plan_index=index))


def slower(session: Session, _: events.Event) -> Next:
    """A second more of eccentric."""
    return _eccentric_by(session, 1, replies.SLOWEST)


def faster(session: Session, _: events.Event) -> Next:
    """A second less of eccentric."""
    return _eccentric_by(session, -1, replies.FASTEST)


def _eccentric_by(session: Session, step: int, otherwise: str) -> Next:
    assert session.tempo is not None
    now = session.tempo.eccentric
    seconds = FASTEST_ECCENTRIC_SECONDS - 1 if isinstance(now, Untimed) else now
    wanted = seconds + step
    if not FASTEST_ECCENTRIC_SECONDS <= wanted <= SLOWEST_ECCENTRIC_SECONDS:
        return refused(session, otherwise)
    tempo = session.tempo.with_eccentric(wanted)
    if session.state in (State.COUNT_IN, State.LIFTING):
        # Between counts and cues there is room for a word, not for four numbers.
        word = replies.SLOWER if step > 0 else replies.FASTER
        return changed(session, Say((word,), is_of_tempo=True), tempo=tempo)
    return changed(session, replies.tempo(tempo), tempo=tempo)


def set_tempo(session: Session, event: events.Event) -> Next:
    """Another tempo from the next repetition on; a very long one is asked back between sets."""
    assert isinstance(event, events.SetTempo)
    try:
        tempo = tempo_of(event)
    except TempoError:
        # The grammar lets nothing through that could be wrong with it but four zeros.
        return refused(session, replies.EMPTY_TEMPO)
    if tempo.rep_seconds(explosive_seconds=session.explosive_seconds) > LONGEST_REP_SECONDS:
        if session.state in (State.COUNT_IN, State.LIFTING):
            return session, (Refuse("needs_confirmation", replies.ASK_LONG_TEMPO, is_spoken=False),)
        return ask(session, event, (*replies.tempo(tempo), replies.ASK_LONG_TEMPO))
    return with_tempo(session, tempo)


def tempo_of(event: events.SetTempo) -> Tempo:
    """Return the tempo that was said.

    Raises:
        TempoError: its parts make no tempo.
    """
    return parse_tempo(f"{event.eccentric}-{event.stretched}-{event.concentric}-{event.contracted}")


def with_tempo(session: Session, tempo: Tempo) -> Next:
    """Another tempo from the next repetition on."""
    said = Say(replies.tempo(tempo), (replies.NEW_TEMPO,), is_of_tempo=True)
    return changed(session, said, **moved_instead(session) | {"tempo": tempo})


def normal_tempo(session: Session, _: events.Event) -> Next:
    """The exercise's own tempo again; what is held by itself, and was to be moved, is held again."""
    assert session.exercise is not None
    if session.exercise.hold_seconds is not None and session.state not in IN_A_SET:
        held = held_for(session.exercise.hold_seconds)
        return changed(session, replies.held(session.exercise.hold_seconds), **held)
    return with_tempo(session, session.exercise.default_tempo)


def set_reps(session: Session, event: events.Event) -> Next:
    """Another target."""
    assert isinstance(event, events.SetReps)
    target = event.reps or None
    moved = moved_instead(session)
    return changed(session, replies.target(target), **moved | {"target_reps": target, "is_target_for_once": False})


def more_reps(session: Session, event: events.Event) -> Next:
    """So many repetitions after the one under way; when all are done and the set is held, so many more."""
    assert isinstance(event, events.MoreReps)
    under_way = 0 if session.state is State.PAUSED and are_reps_done(session) else 1
    said = (replies.TWO_MORE,) if event.reps == 2 else replies.reps(event.reps)
    return _for_once(session, said, session.reps_done + under_way + event.reps)


def _for_once(session: Session, answer: replies.Texts, target_reps: int) -> Next:
    """Another target for the set under way alone; refused before its first repetition."""
    if not session.is_set_open:
        return session, (Refuse("wrong_state", replies.NOT_LIFTING, is_spoken=False),)
    usual_reps = session.usual_reps if session.is_target_for_once else session.target_reps
    return changed(session, answer, target_reps=target_reps, is_target_for_once=True, usual_reps=usual_reps)


def last_rep(session: Session, _: events.Event) -> Next:
    """The repetition under way is the last one, or the next where none is."""
    return _for_once(session, (replies.LAST_ONE,), session.reps_done + 1)


def set_kilos(session: Session, event: events.Event) -> Next:
    """The load in kilograms."""
    assert isinstance(event, events.SetKilos)
    return changed(session, (*replies.number(event.kilos), replies.KILOS), load_kg=float(event.kilos))


def set_pounds(session: Session, event: events.Event) -> Next:
    """The load in pounds, kept in kilograms."""
    assert isinstance(event, events.SetPounds)
    kilos = kilos_from_pounds(event.pounds)
    return changed(session, (*replies.number(event.pounds), replies.POUNDS), load_kg=kilos)


def set_percent(session: Session, event: events.Event) -> Next:
    """The load as a share of the one-repetition maximum; it decides the focus unless the lifter did."""
    assert isinstance(event, events.SetPercent)
    return changed(session, (*replies.number(event.percent), replies.PERCENT), load_percent=event.percent)


def change_volume(session: Session, event: events.Event) -> Next:
    """One step louder or quieter."""
    is_louder = isinstance(event, events.Louder)
    volume_db = session.volume_db + (VOLUME_STEP_DB if is_louder else -VOLUME_STEP_DB)
    if not QUIETEST_DB <= volume_db <= LOUDEST_DB:
        return refused(session, replies.LOUDEST if is_louder else replies.QUIETEST)
    following, said = changed(session, (replies.LOUDER if is_louder else replies.QUIETER,), volume_db=volume_db)
    return following, (ChangeVolume(volume_db), *said)
