"""What a pipeline is wired from."""

from collections.abc import Callable
from dataclasses import dataclass

from repcue.core.clip import Clips
from repcue.core.confidence import CERTAIN_SCORE
from repcue.core.experience import LiftedSet
from repcue.core.grammar import Grammar
from repcue.core.mixer import Mixer
from repcue.core.records import Record
from repcue.core.sounds import Sounds


@dataclass(frozen=True, slots=True)
class Stages:
    """What a pipeline is wired from."""

    grammar: Grammar
    clips: Clips
    sounds: Sounds
    mixer: Mixer
    write: Callable[[Record], None]
    """Takes the records of the event log, in order of time; on the control thread."""

    echo_delay_seconds: Callable[[], float | None] = lambda: None
    """How much later than it was played the coach is heard by the microphone; None where nobody knows."""

    keep: Callable[[LiftedSet], str | None] = lambda _: None
    """Keeps a set in the history, on the control thread; returns a sentence when it cannot."""

    ordinary_score: float = CERTAIN_SCORE
    """From which on an ordinary command is certain enough; a tune-in may have found that less will do."""
