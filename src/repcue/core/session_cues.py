"""Rows of the session's table that change the cues: which focus, which of several cues, and how often they come."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from repcue.core import events, replies
from repcue.core.coach import OTHER, cues_of, decide, take_turns
from repcue.core.coaching import begun_set, cue_for, situation_of, with_cue_said
from repcue.core.effects import Refuse, Say
from repcue.core.session_changes import changed, refused
from repcue.core.session_course import is_other_side_next
from repcue.core.session_moves import Next
from repcue.core.session_state import IN_A_SET, Session, State
from repcue.core.situation import CueFrequency, FocusChoice
from repcue.packs.schema import Focus

_FOCUS: Final[Mapping[type[events.Event], tuple[FocusChoice, str]]] = {
    events.MuscleCue: (FocusChoice.INTERNAL, replies.MUSCLE_CUE),
    events.BarCue: (FocusChoice.EXTERNAL, replies.BAR_CUE),
}
_FREQUENCY: Final[Mapping[type[events.Event], tuple[CueFrequency, str]]] = {
    events.EveryRep: (CueFrequency.EVERY_REP, replies.EVERY_REP),
    events.LessTalking: (CueFrequency.LESS, replies.LESS_TALKING),
    events.FadingCues: (CueFrequency.FADED, replies.FADING_CUES),
    events.CuesOnRequest: (CueFrequency.ON_REQUEST, replies.CUES_ON_REQUEST),
    events.NoCues: (CueFrequency.NONE, replies.NO_CUES),
}


def set_focus(session: Session, event: events.Event) -> Next:
    """Where cues point attention; a set under way keeps its own cue."""
    choice, text = _FOCUS[type(event)]
    if begun_set(session) is not None:
        return changed(session, Say((text, replies.FROM_NEXT_SET), (text,)), focus_choice=choice)
    return changed(session, (text,), focus_choice=choice)


def mix_cues(session: Session, _: events.Event) -> Next:
    """Both kinds in turn, set by set; a set under way keeps its own, the first one is for the muscle."""
    begins: Focus = "internal"
    if session.state in IN_A_SET and session.exercise is not None:
        focus = cue_for(session).decision.focus
        begins = focus if session.set_number % 2 else OTHER[focus]
    elif session.set_number % 2 == 0:
        begins = "external"
    return changed(session, (replies.MIX_CUES,), focus_choice=FocusChoice.MIX, mix_begins=begins)


def coach_decides(session: Session, _: events.Event) -> Next:
    """The coach chooses again: where cues point attention, and how often they are said."""
    chosen = {"focus_choice": FocusChoice.COACH, "cue_frequency": CueFrequency.COACH}
    return changed(session, (replies.COACH_DECIDES,), **chosen)


def another_cue(session: Session, event: events.Event) -> Next:
    """The next cue of the same focus, from the next set on; where cues take turns, that has another one anyway."""
    if session.course and session.is_step_done and not is_other_side_next(session):
        return _another_of_lift(session, event)
    situation = situation_of(session)
    decision = decide(situation)
    if len(cues_of(situation, decision.focus)) < 2:
        return refused(session, replies.NO_OTHER_CUE)
    is_another_due = session.state in IN_A_SET or (decision.focus in session.last_cues and not session.is_cue_told)
    wanted = session.wanted_turn + (not (is_another_due and take_turns(situation, decision)))
    if session.state in IN_A_SET:
        return changed(session, (replies.ANOTHER_CUE_NEXT,), wanted_turn=wanted)
    choice = cue_for(replace(session, wanted_turn=wanted))
    said = (replies.ANOTHER_CUE, choice.cue.rep)
    following, effects = changed(session, said, wanted_turn=wanted)
    return with_cue_said(following), effects


def _another_of_lift(session: Session, event: events.Event) -> Next:
    """Another cue in the first set after a course: what is over has none to come, and a drill begins with its own."""
    before = session.before_course
    if session.course[1:] or before is None or before.exercise is None:
        return refused(session, replies.NO_OTHER_CUE)
    by_word = replace(before, focus_choice=session.focus_choice, mix_begins=session.mix_begins)
    lift, effects = another_cue(replace(by_word, state=State.READY, course=()), event)
    if any(isinstance(effect, Refuse) for effect in effects):
        return session, effects
    return changed(session, (replies.ANOTHER_CUE_NEXT,), before_course=replace(before, wanted_turn=lift.wanted_turn))


def set_frequency(session: Session, event: events.Event) -> Next:
    """How often cues are said."""
    frequency, text = _FREQUENCY[type(event)]
    return changed(session, (text,), cue_frequency=frequency)
