"""What a repetition is paced by, where a set lies on the clock, and what laying one out yields."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from repcue.core.clip import Clip, Clips
from repcue.core.coach import CueChoice
from repcue.core.coaching import cue_for
from repcue.core.holds import hold_tempo
from repcue.core.messages import Cancel, Play, Played
from repcue.core.session_state import Session
from repcue.core.tempo import Phase, Tempo
from repcue.core.timeline import Moment
from repcue.core.units import frames_from_seconds
from repcue.packs.schema import Cue, Exercise, Form

Count = Literal["seconds", "reps", "ticks"]

FORMS: Final[tuple[Form, ...]] = ("set", "rep", "key")
"""The lengths of a cue, the longest first."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What a repetition is paced by; asked for anew before each."""

    exercise: Exercise
    tempo: Tempo
    target_reps: int | None
    explosive_seconds: float
    count: Count
    choice: CueChoice
    """The one cue of the set."""

    cue_clips: Mapping[Form, Clip]
    """The cue in those of its lengths that were rendered."""

    hold_seconds: int | None = None
    """How long the set is held in all, where it is one hold; the tempo tells what is left of it."""

    has_cues: bool = True
    """Whether there are cues to say; a drill that is none of the packs' exercises has not."""

    @property
    def own_words(self) -> Mapping[str, Clip]:
        """What the cue of the set is said with, by its texts."""
        return {clip.text: clip for clip in self.cue_clips.values()}


@dataclass(frozen=True, slots=True)
class CuePlay:
    """A cue's play, with what the log says of it when it is known what became of it."""

    play: Play
    rep_number: int
    """0 is before the set."""

    exercise: Exercise
    choice: CueChoice
    form: Form
    phase: Phase
    """The phase it concerns, which is another than the cue's own where that has no length in this tempo."""


Item = Play | CuePlay | Played | Cancel | Moment
"""What a layout yields: sounds to be mixed, sounds that had no room or are taken back, and moments to come."""


@dataclass(frozen=True, slots=True)
class SetClock:
    """Where a set lies: every position is an exact sum of seconds from its zero, rounded once."""

    zero_frame: int
    """Where the first repetition begins."""

    sample_rate: int

    def frame_at(self, at: Fraction) -> int:
        """Return the frame of a time in the set.

        >>> SetClock(100, 44_100).frame_at(Fraction(1, 3))
        14800
        """
        return self.zero_frame + frames_from_seconds(at, self.sample_rate)


def pace_for(session: Session, count: Count, clips: Clips) -> Pace | None:
    """Return what the next repetition of a session is paced by, or None where no exercise is chosen.

    Args:
        session: where it stands.
        count: what is counted aloud.
        clips: in which the cue is looked for.
    """
    if session.exercise is None or session.tempo is None:
        return None
    choice = cue_for(session)
    return Pace(
        exercise=session.exercise,
        tempo=_tempo_left(session, session.tempo),
        target_reps=session.target_reps,
        explosive_seconds=session.explosive_seconds,
        count=count,
        choice=choice,
        cue_clips=cue_clips(clips, choice.cue),
        hold_seconds=session.hold_seconds,
        has_cues=not session.course or session.course[0].has_cues,
    )


def _tempo_left(session: Session, tempo: Tempo) -> Tempo:
    """Return the tempo; of a hold that was interrupted what is left of it."""
    if session.hold_seconds is None:
        return tempo
    return hold_tempo(max(1, session.hold_seconds - session.held_seconds))


def cue_clips(clips: Clips, cue: Cue) -> Mapping[Form, Clip]:
    """Return a cue in those of its lengths that it has and that were rendered."""
    found = {form: clips.speech(text, cue.recorded(form)) for form in FORMS if (text := cue.text(form)) is not None}
    return {form: clip for form, clip in found.items() if clip is not None}


def silent_record(pace: Pace, rep_number: int, phase: Phase, reason: str) -> dict[str, object]:
    """Return the log's record of a cue that was due and is not said, or that is left out on a repetition."""
    return _record(pace.exercise, pace.choice, rep_number, phase) | {
        "form": "silent",
        "text": pace.choice.cue.rep,
        "reason": reason,
    }


def played_record(cue: CuePlay, silent_because: str | None) -> dict[str, object]:
    """Return the log's record of a cue that was said, or that was to be said and never sounded."""
    return _record(cue.exercise, cue.choice, cue.rep_number, cue.phase) | {
        "form": cue.form if silent_because is None else "silent",
        "text": cue.play.clip.text,
        "reason": cue.choice.reason if silent_because is None else silent_because,
    }


def _record(exercise: Exercise, choice: CueChoice, rep_number: int, phase: Phase) -> dict[str, object]:
    return {
        "kind": "cue",
        "rep_number": rep_number,
        "exercise": exercise.id,
        "cue": f"{exercise.id}.{exercise.cue_id(choice.cue)}",
        "focus": choice.focus,
        "rule": choice.rule,
        "phase": phase.value,
    }
