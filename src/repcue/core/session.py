"""What the lifter is doing, and what follows from what they say.

Rule 1: everything that changes the session's state is in `TRANSITIONS`, in the functions it names, and in `advance`.
Rule 2: this file knows nothing of audio, packs' files or clocks; time arrives inside events.
Rule 3: an event that makes no sense now gives one `Refuse` with a sentence, and changes nothing.

Theory of operation
-------------------
A session stands in one of nine states. An event is either a command that was understood (`PickExercise`,
`StopSet`) or a moment that has come (`CountInDone`, `RepDone`, `RestDone`, `ConfirmExpired`, `HearingLost`), told
by whoever keeps the audio clock, or watches the files (`PacksSaved`, between sets only). `advance(session, event)`
looks up `(state, event)` in the table and calls the function there: it returns the next session and the effects that
must follow.

A set goes READY → COUNT_IN → LIFTING → RESTING → READY. A pause leads to PAUSED and by a short count-in back to
LIFTING. Where one side is done at a time, RESTING leads from the first side to the other's COUNT_IN by itself, unless
nobody could be heard or an alarm sounded meanwhile. Two states remember where they came from (`return_state`):
CONFIRMING, which waits for a yes to the event in `pending`, and ASLEEP, which listens for nothing but waking and help.

The alarm is no state: it can sound in all of them. While it does, whatever would stop, resume or answer ends the alarm,
and only that; everything else that is said is refused.

Moments may arrive too late to matter (a rest that ends in the instant it is skipped): they are then ignored,
since nobody could be told that they make no sense.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from repcue.core import replies
from repcue.core import saved_packs as saved
from repcue.core import session_answers as answers
from repcue.core import session_changes as changes
from repcue.core import session_cues as cues
from repcue.core import session_drills as drills
from repcue.core import session_feel as feel
from repcue.core import session_holds as holds
from repcue.core import session_lines as lines
from repcue.core import session_moves as moves
from repcue.core import session_safety as safety
from repcue.core import session_undo as undoing
from repcue.core.coaching import Cued
from repcue.core.effects import AskConfirmation, Refuse, Say
from repcue.core.events import (
    AddRest,
    AnotherCue,
    BarCue,
    BeginSet,
    CoachDecides,
    ConfirmExpired,
    ConfirmNo,
    ConfirmYes,
    CountInDone,
    CuesOnRequest,
    DoFeelSet,
    Easier,
    EndWorkout,
    Event,
    EveryRep,
    FadingCues,
    Failed,
    Faster,
    FeelScore,
    FeltWrongly,
    Flex,
    Harder,
    HearingBack,
    HearingLost,
    Help,
    HowManyReps,
    Hurts,
    LastExercise,
    LastRep,
    LessTalking,
    Louder,
    MixCues,
    MoreReps,
    MuscleCue,
    NextExercise,
    NoCues,
    NormalTempo,
    PauseSet,
    PickExercise,
    Quieter,
    RepDone,
    RepeatSet,
    RepeatThat,
    RestDone,
    ResumeSet,
    SayCue,
    SetKilos,
    SetPercent,
    SetPounds,
    SetReps,
    SetTempo,
    SkipRest,
    Sleep,
    Slower,
    StopSet,
    TapIt,
    TimeLeft,
    Undo,
    Unwell,
    Wake,
    WarmUp,
    WhatCanISay,
    WhatsNext,
    WhatTempo,
    WhyCue,
)
from repcue.core.holds import SecondHeld
from repcue.core.line_watch import LineCut
from repcue.core.saved_packs import PacksSaved
from repcue.core.session_begin import begin, begin_again
from repcue.core.session_refusals import refusal
from repcue.core.session_sides import told_if_skipped
from repcue.core.session_state import Session, State

Row = Callable[[Session, Event], moves.Next]
Rows = Mapping[type[Event], Row]


def confirm(session: Session, event: Event) -> moves.Next:
    """Do what was asked about."""
    pending = session.pending
    returned = replace(session, state=session.return_state, pending=None)
    if isinstance(pending, SetTempo):
        return changes.with_tempo(returned, changes.tempo_of(pending))
    return moves.finish(returned)


_ALWAYS: Final[Rows] = {HearingLost: moves.go_deaf, HearingBack: moves.hear_again, Cued: answers.note_cue}
_HURT_AT_REST: Final[Rows] = {Hurts: safety.hurt_at_rest, Unwell: safety.hurt_at_rest}
_ENDING_A_SET: Final[Rows] = {
    StopSet: moves.stop,
    Hurts: safety.stop_hurt,
    Unwell: safety.stop_hurt,
    Failed: safety.stop_failed,
    MoreReps: holds.unless_held(changes.more_reps),
    LastRep: holds.unless_held(changes.last_rep),
}
_ANYTIME: Final[Rows] = {
    MuscleCue: cues.set_focus,
    BarCue: cues.set_focus,
    MixCues: cues.mix_cues,
    CoachDecides: cues.coach_decides,
    LessTalking: cues.set_frequency,
    EveryRep: cues.set_frequency,
    FadingCues: cues.set_frequency,
    CuesOnRequest: cues.set_frequency,
    NoCues: cues.set_frequency,
    Louder: changes.change_volume,
    Quieter: changes.change_volume,
    RepeatThat: answers.repeat_that,
    WhatCanISay: answers.what_can_i_say,
    HowManyReps: answers.how_many_reps,
    WhatsNext: answers.whats_next,
    Undo: undoing.undo,
    Help: moves.raise_alarm,
    **_ALWAYS,
}
_WITH_EXERCISE: Final[Rows] = {
    Slower: holds.unless_held(changes.slower),
    Faster: holds.unless_held(changes.faster),
    SetTempo: holds.unless_holding(changes.set_tempo),
    NormalTempo: holds.unless_holding(changes.normal_tempo),
    SetReps: holds.unless_holding(changes.set_reps),
    SetKilos: changes.set_kilos,
    SetPounds: changes.set_pounds,
    SetPercent: changes.set_percent,
    WhatTempo: answers.what_tempo,
    SayCue: answers.say_cue,
    AnotherCue: cues.another_cue,
    WhyCue: answers.why_cue,
    FeltWrongly: feel.wrong_feel,
}
_BETWEEN_SETS: Final[Rows] = {
    **_HURT_AT_REST,
    PacksSaved: saved.use_packs,
    LineCut: lines.say_again,
    PickExercise: changes.pick,
    NextExercise: changes.next_exercise,
    LastExercise: changes.last_exercise,
    EndWorkout: moves.ask_end,
    Sleep: moves.fall_asleep,
    WarmUp: drills.warm_up,
    DoFeelSet: drills.feel_set,
    Flex: drills.flex,
}
_BETWEEN_SETS_OF_AN_EXERCISE: Final[Rows] = {
    **_BETWEEN_SETS,
    Easier: drills.easier,
    Harder: drills.harder,
    TapIt: drills.tap,
    FeelScore: feel.feel_score,
}
_OF_AN_EXERCISE: Final = frozenset((*_WITH_EXERCISE, Easier, Harder, TapIt))
"""What makes no sense before one is picked; a warm-up may begin before that, and rests while it marches."""

_IN_A_SET: Final[Rows] = {**_ENDING_A_SET, PauseSet: moves.pause}

TRANSITIONS: Final[Mapping[State, Rows]] = MappingProxyType(
    {
        State.IDLE: {**_ANYTIME, **_BETWEEN_SETS},
        State.READY: {
            **_ANYTIME,
            **_WITH_EXERCISE,
            **_BETWEEN_SETS_OF_AN_EXERCISE,
            BeginSet: begin,
            RepeatSet: begin_again,
        },
        State.COUNT_IN: {**_ANYTIME, **_WITH_EXERCISE, **_IN_A_SET, CountInDone: moves.lift},
        State.LIFTING: {
            **_ANYTIME,
            **_WITH_EXERCISE,
            **_IN_A_SET,
            RepDone: moves.count_rep,
            SecondHeld: holds.count_second,
        },
        State.PAUSED: {
            **_ANYTIME,
            **_WITH_EXERCISE,
            **_ENDING_A_SET,
            ResumeSet: moves.resume,
            LineCut: lines.keep,
            EndWorkout: moves.ask_end,
            Sleep: moves.fall_asleep,
        },
        State.RESTING: {
            **_ANYTIME,
            **_WITH_EXERCISE,
            **_BETWEEN_SETS_OF_AN_EXERCISE,
            BeginSet: begin,
            RepeatSet: begin_again,
            StopSet: moves.stop_rest,
            Failed: safety.failed_before,
            SkipRest: moves.skip_rest,
            AddRest: moves.add_rest,
            TimeLeft: answers.time_left,
            RestDone: moves.rest_is_over,
        },
        State.CONFIRMING: {
            **_HURT_AT_REST,
            ConfirmYes: confirm,
            ConfirmNo: moves.answer_no,
            ResumeSet: moves.answer_no,
            StopSet: moves.answer_no,
            ConfirmExpired: moves.answer_no,
            RestDone: moves.rest_is_over_meanwhile,
            Help: moves.raise_alarm,
            LineCut: lines.keep,
            **_ALWAYS,
        },
        State.ASLEEP: {
            LineCut: lines.keep,
            Wake: moves.wake_up,
            Help: moves.raise_alarm,
            RestDone: moves.rest_is_over_meanwhile,
            **_ALWAYS,
        },
        State.FINISHED: {},
    }
)

_BEFORE_A_STEP: Final[Rows] = {SkipRest: moves.leave_step, StopSet: moves.leave_step}
"""Besides, where a drill of a warm-up or the like comes next; with no drills under way these make no sense."""

MOMENTS: Final = (
    PacksSaved,
    CountInDone,
    RepDone,
    SecondHeld,
    RestDone,
    ConfirmExpired,
    HearingLost,
    HearingBack,
    Cued,
    LineCut,
)
"""Events that nobody said."""

ENDS_ALARM: Final = (StopSet, PauseSet, ResumeSet, ConfirmYes, ConfirmNo, Wake)


def advance(session: Session, event: Event) -> moves.Next:
    """Return the session after an event, and what must follow.

    Every pair of state and event has an answer: a row of `TRANSITIONS`, before a drill one of `_BEFORE_A_STEP`, or one
    `Refuse` and no change. Moments that have no row are ignored: no effect and no change.
    """
    row = TRANSITIONS[session.state].get(type(event))
    if session.state is State.READY and session.course:
        row = row or _BEFORE_A_STEP.get(type(event))
    if session.is_alarm_on and isinstance(event, ENDS_ALARM):
        row = moves.end_alarm
    elif session.is_alarm_on and not isinstance(event, (*MOMENTS, Help)):
        return session, (Refuse("wrong_state", replies.END_ALARM_FIRST, is_spoken=False),)
    if row is None:
        return session, (() if isinstance(event, MOMENTS) else (refusal(session, event),))
    if session.exercise is None and type(event) in _OF_AN_EXERCISE:
        return session, (Refuse("wrong_state", replies.PICK_FIRST, is_spoken=True),)
    following, effects = told_if_skipped(session, *row(session, event))
    said = [effect.texts for effect in effects if isinstance(effect, (Say, AskConfirmation))]
    if said and not isinstance(event, RepeatThat):
        following = replace(following, last_answer=said[-1])
    return following, effects


def accepts(state: State, event: type[Event]) -> bool:
    """Return whether a kind of event has a row in this state."""
    return event in TRANSITIONS[state]
