"""Every class that crosses an arrow of the picture.

    mic ──AudioBlock──▶ ears ──Partial, Utterance──▶ intent ──Intent──▶ session ──Effect──▶ schedule ──Play──▶ mixer

Frames count output frames from 0, when the speaker opened; seconds are on the same clock.
Effects, being what the session's table yields, are in `core/effects.py`; its events in `core/events.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from repcue.core.clip import Clip, Samples


class Lane(StrEnum):
    """How fast a command was decided."""

    URGENT = "urgent"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True, eq=False)
class AudioBlock:
    """What the microphone heard, 10 ms or so of it."""

    samples: Samples
    """float32, shape (frames,), -1 to 1, at 16,000 frames per second."""

    started_at_seconds: float
    """When the first frame was heard, on the output's clock."""


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word with its times."""

    word: str
    started_at_seconds: float
    ended_at_seconds: float


@dataclass(frozen=True, slots=True)
class Partial:
    """What the recogniser makes of an utterance that is still going on; for display only."""

    text: str
    at_seconds: float


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the recogniser heard, decided once."""

    text: str
    """Lower-case words with single blanks between them, spelt as in the grammar."""

    engine: str
    """`vosk`, `bundled`, or `script` where words were handed past the recogniser."""

    lane: Lane
    words: tuple[Word, ...]
    """Empty where the engine gives no times."""

    ended_at_seconds: float
    """End of the last word, on the output's clock."""

    decided_at_seconds: float
    """When the ear had heard enough to decide, on the output's clock."""

    decode_ms: float
    """Wall time spent on decoding it."""

    score: float
    """0 to 1; how sure the ear is. Not calibrated."""

    echo_over_user_db: float | None = None
    """How much louder than the user the coach's own sound was meanwhile, at the microphone; None where the microphone
    is not known to hear the speaker."""


SlotValue = str | int | float


@dataclass(frozen=True, slots=True)
class Intent:
    """What was meant."""

    name: str
    """The intent's key in the grammar file: `begin_set`, `set_tempo`."""

    slots: Mapping[str, SlotValue] = field(default_factory=lambda: MappingProxyType({}))
    """What fills it: `{"reps": 10}`."""

    text: str = ""
    """The words it was understood from."""


class PlayClass(StrEnum):
    """What a sound is for."""

    TICK = "tick"
    COUNT = "count"
    CUE = "cue"
    REPLY = "reply"
    ALERT = "alert"


class Group(StrEnum):
    """What is cancelled together."""

    PACE = "pace"
    """Ticks, counts and cues of a set or its count-in."""

    REST = "rest"
    REPLY = "reply"
    ALERT = "alert"


class Outcome(StrEnum):
    """What became of a play."""

    PLAYED = "played"
    CUT = "cut"
    """It had begun to sound and was faded out."""

    DROPPED = "dropped"
    """It never sounded."""


@dataclass(frozen=True, slots=True)
class Play:
    """One clip, to be heard at one moment."""

    number: int
    """Tells plays apart; counts up over a session."""

    clip: Clip
    play_class: PlayClass
    group: Group
    due_frame: int
    """First frame it should be heard in."""

    anchor_frame: int
    """Where its perceptual centre falls; `due_frame + clip.centre_frame`."""

    gain_db: float = 0.0

    @property
    def end_frame(self) -> int:
        """First frame after it, when it is played whole."""
        return self.due_frame + self.clip.frames


@dataclass(frozen=True, slots=True)
class Cut:
    """Fade out and forget every play of these groups from a frame on."""

    groups: frozenset[Group]
    at_frame: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """Forget one play that has not begun."""

    play_number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a play: wanted and actual together."""

    play: Play
    started_frame: int | None
    """The first frame it was heard in; None if dropped."""

    ended_frame: int | None
    """First frame after the last it was heard in; None if dropped."""

    outcome: Outcome
    reason: str | None
    at_frame: int
    """When this became known."""
