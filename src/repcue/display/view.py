"""All that a screen shows, as one immutable value, and what of it depends on the time of looking.

    event log ──record──▶ fold ──View──▶ screen ──lines──▶ terminal

The view is made from the event log's records and nothing else, so a screen never says anything the log does not.
Times are seconds since the speaker opened. Phases may be told before they begin: `phase_at` says which is on.
"""

from dataclasses import dataclass, replace
from math import ceil
from types import MappingProxyType
from typing import Final

from repcue.core.tempo import Phase

HINTS: Final = MappingProxyType(
    {
        "idle": ("incline bench", "what can I say", "end workout"),
        "ready": ("next set", "ten reps", "sixty kilos", "tempo four one two zero", "muscle cue", "bar cue"),
        "count-in": ("stop", "pause"),
        "lifting": ("stop", "pause", "two more", "last one", "slower", "faster"),
        "paused": ("resume", "stop"),
        "resting": ("next set", "skip rest", "add thirty seconds", "time left", "next exercise"),
        "confirming": ("yes end it", "no carry on"),
        "asleep": ("coach wake up", "help me"),
        "finished": (),
    }
)
"""By state, a few phrases that make sense in it, the likeliest first."""


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """One phase of one repetition, in time."""

    phase: Phase
    rep_number: int
    started_at_seconds: float
    seconds: float
    """How long it lasts; over 0."""

    @property
    def ended_at_seconds(self) -> float:
        """When the next one begins."""
        return self.started_at_seconds + self.seconds


@dataclass(frozen=True, slots=True)
class View:
    """Where a session stands, as far as a screen can tell it. Empty text and None mean "not known yet"."""

    state: str = "idle"
    """idle, ready, count-in, lifting, paused, resting, confirming, asleep or finished."""

    exercise: str = ""
    """Its name, as written."""

    side: str = ""
    """`left` or `right` where one side is trained at a time."""

    set_number: int = 0
    """The set under way, or the one that comes next; 0 when none is known."""

    sets_planned: int | None = None
    rep_number: int = 0
    """The last repetition completed; the one under way is `rep_number_at`."""

    target_reps: int | None = None
    """None: open-ended."""

    hold_seconds: int | None = None
    """How long the set is held; None where it is repetitions."""

    tempo: str = ""
    """As written: `3-1-X-0`."""

    load: str = ""
    """`60 kg · 70 %`."""

    phases: tuple[PhaseSpan, ...] = ()
    """The latest phases told, in order of time; the last ones may still lie ahead."""

    count: str = ""
    """What was counted last in a count-in."""

    cue: str = ""
    focus: str = ""
    """`internal`, `external` or `other`."""

    rest_planned_seconds: float = 0.0
    rest_ends_at_seconds: float = 0.0
    heard: str = ""
    heard_at_seconds: float = 0.0
    is_understood: bool = False
    refusal: str = ""
    """Why the words were refused, in words; empty when they were not."""

    reply: str = ""
    """What the coach answered last."""

    reply_ended_at_seconds: float = 0.0
    alarm_at_seconds: float | None = None
    """When the last round of the alarm sounded; None when none did."""

    level_dbfs: float | None = None
    """How loud the microphone is, -120 to 0; None when there is none."""

    problem: str = ""
    problem_at_seconds: float = 0.0
    underflows: int = 0
    """How many times the speaker ran dry."""

    engine: str = ""
    voice: str = ""
    next_exercise: str = ""
    sample_rate: int = 48_000
    """Output frames per second: turns the log's frames into seconds."""

    @property
    def hints(self) -> tuple[str, ...]:
        """A few phrases that make sense now."""
        return HINTS.get(self.state, ())


def with_level(view: View, level_dbfs: float | None) -> View:
    """Return the view with another microphone level, in dBFS; it changes too often to be in the log."""
    return replace(view, level_dbfs=level_dbfs)


def phase_at(view: View, now_seconds: float) -> PhaseSpan | None:
    """Return the phase under way, or the one that ended last when none is; None outside lifting.

    >>> spans = (PhaseSpan(Phase.ECCENTRIC, 1, 8.0, 3.0), PhaseSpan(Phase.CONCENTRIC, 1, 11.0, 1.0))
    >>> phase_at(View(state="lifting", phases=spans), 10.5).phase.value
    'eccentric'
    >>> phase_at(View(state="lifting", phases=spans), 7.9) is None
    True
    """
    if view.state not in {"lifting", "paused"}:
        return None
    begun = [span for span in view.phases if span.started_at_seconds <= now_seconds]
    return begun[-1] if begun else None


def phase_fraction_at(view: View, now_seconds: float) -> float:
    """Return how much of the phase is over, 0 to 1.

    >>> phase_fraction_at(View(state="lifting", phases=(PhaseSpan(Phase.ECCENTRIC, 1, 8.0, 3.0),)), 9.5)
    0.5
    """
    span = phase_at(view, now_seconds)
    return min(1.0, max(0.0, (now_seconds - span.started_at_seconds) / span.seconds)) if span else 0.0


def rep_number_at(view: View, now_seconds: float) -> int:
    """Return the number of the repetition under way, or of the last one."""
    span = phase_at(view, now_seconds)
    return span.rep_number if span else view.rep_number


def hold_left_at(view: View, now_seconds: float) -> int:
    """Return how many seconds of a hold are left, the one that has begun included.

    >>> spans = (PhaseSpan(Phase.CONTRACTED, 1, 8.0, 30.0),)
    >>> hold_left_at(View(state="lifting", hold_seconds=30, phases=spans), 10.5)
    28
    """
    span = phase_at(view, now_seconds)
    return max(0, ceil(span.ended_at_seconds - now_seconds)) if span else view.hold_seconds or 0


def rest_left_at(view: View, now_seconds: float) -> float:
    """Return how much of the rest is left, in seconds, 0 or more.

    >>> rest_left_at(View(rest_ends_at_seconds=90.0), 30.5)
    59.5
    """
    return max(0.0, view.rest_ends_at_seconds - now_seconds)
