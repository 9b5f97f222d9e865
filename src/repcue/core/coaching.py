"""The session as the coach sees it: where it stands → the situation, and from that the cue of its set."""

from dataclasses import dataclass, replace

from repcue.core.coach import CueChoice, choose_cue, cues_of, decide, take_turns
from repcue.core.effects import SetOutcome
from repcue.core.events import Event
from repcue.core.experience import UNKNOWN, LiftedSet
from repcue.core.session_sides import is_between_sides
from repcue.core.session_state import IN_A_SET, Session, State
from repcue.core.situation import CueFrequency, Situation


@dataclass(frozen=True, slots=True)
class Cued(Event):
    """A cue is said by itself, outside a set: the words for the one to come, in the rest before it."""

    rule: str
    """By which it was chosen: `R4`."""


def situation_of(session: Session) -> Situation:
    """Return the set under way, or the one that comes next; an exercise has been chosen."""
    assert session.exercise is not None
    assert session.tempo is not None
    known = session.known.get(session.exercise.id, UNKNOWN)
    percent: float | None = session.load_percent
    is_estimated = percent is None and bool(session.load_kg) and known.one_rep_max_kg is not None
    if is_estimated:
        assert session.load_kg is not None
        assert known.one_rep_max_kg is not None
        percent = round(100 * session.load_kg / known.one_rep_max_kg, 1)
    return Situation(
        exercise=session.exercise,
        tempo=session.tempo,
        reps=session.target_reps if session.hold_seconds is None else None,
        hold_seconds=session.hold_seconds,
        load_percent=percent,
        load_is_estimated=is_estimated,
        goal=session.goal,
        level=session.level,
        set_type=session.set_type,
        set_number=session.set_number,
        sessions=known.sessions,
        focus_muscle=session.focus_muscle,
        choice=session.focus_choice,
        mix_begins=session.mix_begins,
        frequency=_frequency_of(session),
    )


def _frequency_of(session: Session) -> CueFrequency:
    """Return how often the lifter wants cues; a drill without cues of its own has none to say."""
    has_cues = not session.course or session.course[0].has_cues
    return session.cue_frequency if has_cues else CueFrequency.NONE


def cue_for(session: Session) -> CueChoice:
    """Return the cue of the set under way, or of the one that comes next, and why.

    A set under way keeps the cue that it began with; only how often it is said follows the lifter's word at once.
    """
    begun = begun_set(session)
    if begun is None:
        return choose_cue(situation_of(session), turn=turn_of(session))
    situation = replace(situation_of(begun), frequency=_frequency_of(session))
    return choose_cue(situation, turn=begun.cue_turn)


def turn_of(session: Session) -> int:
    """Return which of several cues of the same focus the next set has: the one after that of the set before.

    The lifter's "another cue" goes one further; where cues take no turns, it alone counts.
    """
    situation = situation_of(session)
    decision = decide(situation)
    if not take_turns(situation, decision):
        return session.wanted_turn
    cue_ids = [situation.exercise.cue_id(cue) for cue in cues_of(situation, decision.focus)]
    last = session.last_cues.get(decision.focus)
    return session.wanted_turn + (cue_ids.index(last) + 1 if last in cue_ids else 0)


def with_turn_taken(session: Session) -> Session:
    """Return the session after a set whose cue is not to come again in the next one; as it was while under way."""
    choice = cue_for(session)
    if choice.in_turn == 1:
        return replace(session, is_cue_told=False)
    assert session.exercise is not None
    said = {choice.decision.focus: session.exercise.cue_id(choice.cue)}
    return replace(session, last_cues={**session.last_cues, **said}, wanted_turn=0, is_cue_told=False)


def begun_set(session: Session) -> Session | None:
    """Return the session as the set under way began, or None between sets."""
    is_held = session.state in (State.CONFIRMING, State.ASLEEP)
    state = session.return_state if is_held else session.state
    return session.last_set if state in IN_A_SET else None


def is_set_to_follow(session: Session) -> bool:
    """Return whether somebody rests before another set of the exercise that is chosen.

    Who is hurt awaits none, and in a course a drill follows.
    """
    is_left = session.set_number <= session.sets_planned and not is_between_sides(session)
    return session.state is State.RESTING and is_left and not (session.course or session.is_hurt)


def with_cue_said(session: Session) -> Session:
    """Return the session after the cue of its set has been said."""
    choice = cue_for(session)
    return replace(session, cued_rule=choice.rule, is_cued_in_turn=choice.in_turn > 1, is_cue_told=True)


def lifted_set(session: Session, outcome: SetOutcome) -> LiftedSet:
    """Return what a set has come to; `session` as it was while the set was under way."""
    chosen = cue_for(replace(session, state=State.LIFTING))
    assert session.exercise is not None
    return LiftedSet(
        number=session.sets_begun,
        exercise=session.exercise.id,
        set_number=session.set_number,
        set_type=session.set_type,
        outcome=outcome,
        target_reps=session.target_reps,
        reps=session.reps_done,
        load_kg=session.load_kg,
        load_percent=session.load_percent,
        tempo=str(session.tempo),
        focus=chosen.focus,
        cue=f"{session.exercise.id}.{session.exercise.cue_id(chosen.cue)}",
        rule=chosen.rule,
        side=session.side,
        hold_seconds=session.hold_seconds,
        held_seconds=None if session.hold_seconds is None else session.held_seconds,
    )
