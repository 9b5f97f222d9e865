"""What must follow from an event: the yield of the session's table, carried out by the pipeline."""

from dataclasses import dataclass
from typing import Literal

SetOutcome = Literal["started", "finished", "stopped", "failed"]
Symptom = Literal["pain", "unwell"]
RefusalReason = Literal["wrong_state", "needs_confirmation", "bad_value"]


@dataclass(frozen=True, slots=True)
class Effect:
    """The root of everything that can follow."""


@dataclass(frozen=True, slots=True)
class Say(Effect):
    """Answer in words."""

    texts: tuple[str, ...]
    """Said one after the other; each is in `replies.vocabulary`, so that it is rendered beforehand."""

    shorter: tuple[str, ...] = ()
    """Said instead where there is no room for all of them."""

    is_of_tempo: bool = False
    """It says that the tempo changes, which matters more than numbers and cues."""

    is_of_safety: bool = False
    """It tells what to do when something hurts, which matters most: it is said however late."""

    line: str | None = None
    """What it ends with and has to be heard: where it is not, a `LineCut` follows."""

    follows: bool = False
    """It comes after the answer under way, and does not end it."""


@dataclass(frozen=True, slots=True)
class Refuse(Effect):
    """Change nothing, and say why."""

    reason: RefusalReason
    sentence: str
    is_spoken: bool
    """False where talking would disturb: a short sound and the screen tell."""


@dataclass(frozen=True, slots=True)
class StartCountIn(Effect):
    """Count in and pace from the repetition after `reps_done`."""

    introduction: tuple[str, ...]
    """Said before the count; may be empty."""

    is_short: bool
    """Three beats instead of the whole lead-in: after a pause."""

    says_cue: bool = True
    """Whether the cue's words before the set may come; the other side of a set has had them, and a line takes their
    place."""

    line: str | None = None
    """Has to be heard, as in `Say`: what the introduction ends with, or shall end with where this cuts it."""


@dataclass(frozen=True, slots=True)
class StopPacing(Effect):
    """Silence ticks, counts and cues at once."""

    reason: str


@dataclass(frozen=True, slots=True)
class LogSet(Effect):
    """Write what became of a set."""

    outcome: SetOutcome


@dataclass(frozen=True, slots=True)
class StartRest(Effect):
    """Begin to rest."""

    seconds: int
    remind: str | None = None
    """Said half way, instead of that it is half way."""

    is_quiet: bool = False
    """Nothing is told of it while it goes by: it is the time to change sides, or something hurts."""


@dataclass(frozen=True, slots=True)
class KeepFeel(Effect):
    """Write how the last set was felt."""

    score: int | None
    """1 to 5; None where only the place was told."""

    place: str | None = None
    """Where it was felt instead."""


@dataclass(frozen=True, slots=True)
class SetNotes:
    """What was told of one set."""

    set_index: int = 0
    """Which of all sets begun in the session it is, from 1; 0 where there was none."""

    feel: int | None = None
    wrong_feel: str | None = None
    symptom: Symptom | None = None


@dataclass(frozen=True, slots=True)
class TakeBack(Effect):
    """Write anew what is told of the last set, since something of it was taken back."""

    notes: SetNotes
    """All that is left."""


@dataclass(frozen=True, slots=True)
class AmendSet(Effect):
    """Write of the set that is over what was told after it."""

    outcome: Literal["failed"] | None = None
    """How it ended after all; None leaves that as it is."""

    reps: int = 0
    """How many repetitions count after all, where it failed."""

    symptom: Symptom | None = None
    """What was wrong with the lifter."""


@dataclass(frozen=True, slots=True)
class LogSkippedSide(Effect):
    """Write that the other side of a set is not done."""

    exercise: str
    """Its id."""

    set_number: int


@dataclass(frozen=True, slots=True)
class ChangeRest(Effect):
    """Rest longer."""

    seconds: int


@dataclass(frozen=True, slots=True)
class HushRest(Effect):
    """Rest on, and tell nothing of it any more, not even its end."""

    is_quiet: bool = True
    """False takes that back: what is left of it is told."""


@dataclass(frozen=True, slots=True)
class EndRest(Effect):
    """Rest no longer."""


@dataclass(frozen=True, slots=True)
class SayTimeLeft(Effect):
    """Tell how much of the rest is left."""


@dataclass(frozen=True, slots=True)
class SayCueNow(Effect):
    """Say the cue that the exercise and focus call for, as soon as there is room."""


@dataclass(frozen=True, slots=True)
class RaiseAlarm(Effect):
    """Sound the alarm until it is ended."""


@dataclass(frozen=True, slots=True)
class EndAlarm(Effect):
    """Silence the alarm."""


@dataclass(frozen=True, slots=True)
class ChangeVolume(Effect):
    """Play everything at this level from now on."""

    volume_db: float


@dataclass(frozen=True, slots=True)
class AskConfirmation(Effect):
    """Wait for yes or no; no answer in time is a no."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Close(Effect):
    """The session is over."""
