"""What a repetition is paced by, where a set lies on the clock, and what laying one out yields."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from repcue.core.clip import Clip
from repcue.core.coach import CueChoice
from repcue.core.messages import Cancel, Play, Played
from repcue.core.session_state import CueFrequency
from repcue.core.tempo import Phase, Tempo
from repcue.core.timeline import Moment
from repcue.core.units import frames_from_seconds
from repcue.packs.schema import Exercise

Count = Literal["seconds", "reps", "ticks"]
CueForm = Literal["rep", "silent"]


@dataclass(frozen=True, slots=True)
class Pace:
    """What a repetition is paced by; asked for anew before each."""

    exercise: Exercise
    tempo: Tempo
    target_reps: int | None
    explosive_seconds: float
    count: Count
    frequency: CueFrequency
    cue: CueChoice
    cue_clip: Clip | None


@dataclass(frozen=True, slots=True)
class CuePlay:
    """A cue's play, with what the log says of it when it is known what became of it."""

    play: Play
    rep_number: int
    exercise_id: str
    choice: CueChoice
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


def cue_record(
    exercise_id: str, choice: CueChoice, rep_number: int, phase: Phase, *, form: CueForm, reason: str
) -> dict[str, object]:
    """Return the log's record of a cue that was said, or was not."""
    return {
        "kind": "cue",
        "rep_number": rep_number,
        "exercise": exercise_id,
        "cue": f"{exercise_id}.{choice.focus}",
        "focus": choice.focus,
        "form": form,
        "text": choice.cue.rep,
        "rule": choice.rule,
        "phase": phase.value,
        "reason": reason,
    }
