"""Where a cue fits: in a phase before the one it concerns, whole, and over nothing else.

A cue is said in one phase of more than a second that is not explosive, ends at least 0.25 s before the phase it
concerns, and touches no other speech. Of its lengths the longest that has a place is taken, and of all its places the
latest, nearest to the moment it is about.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from repcue.core.metronome import Span
from repcue.core.speech_book import SpeechBook
from repcue.core.tempo import Phase

LEAD_SECONDS: Final = Fraction(1, 4)
"""How long before the phase a cue has ended: time for a reaction (Rippetoe: a cue triggers a reaction, not thought)."""

SHORTEST_PHASE_SECONDS: Final = 1
"""Nothing is said in a phase of a second or less: the shortest spoken cues last about a second."""

PAUSES: Final = (Phase.STRETCHED, Phase.CONTRACTED)


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a cue goes and in which length, or why it cannot be said."""

    due_frame: int | None
    """None: nowhere."""

    length_index: int = 0
    """Which of the lengths that were offered."""

    reason: str = ""
    """Why nowhere."""


def concerned_span(spans: Sequence[Span], phase: Phase) -> Span:
    """Return the span that a cue for `phase` concerns.

    That is the phase itself. A pause of no length in this tempo is the turn before or after the concentric, so its cue
    concerns that; any other phase of no length leaves its cue to the next one that has a length.

    Args:
        spans: the phases of one repetition in the order they are done.
        phase: what the cue is about.
    """
    by_phase = {span.phase: span for span in spans}
    if phase in PAUSES and phase not in by_phase and Phase.CONCENTRIC in by_phase:
        return by_phase[Phase.CONCENTRIC]
    order = list(Phase)
    return min(spans, key=lambda span: (order.index(span.phase) - order.index(phase)) % len(order))


def is_long(span: Span) -> bool:
    """Return whether something can be said in a phase: it lasts over a second and is not explosive."""
    return span.seconds > SHORTEST_PHASE_SECONDS and not span.is_explosive


def fit_cue(
    lengths_frames: Sequence[int],
    concerned_at: Fraction,
    earlier: Sequence[Span],
    book: SpeechBook,
    *,
    frame_at: Callable[[Fraction], int],
    not_before: int,
    silent_phases: Collection[Phase] = (),
) -> Fit:
    """Return the latest place, before the phase it concerns, of the longest length of a cue that has one.

    Args:
        lengths_frames: how long the cue is in each of its lengths, the one to be tried first in front.
        concerned_at: when the phase begins, seconds from the set's first repetition.
        earlier: the phases before it, in order; the nearest are tried first.
        book: what is being said already.
        frame_at: the frame of a time in the set.
        not_before: the first frame that can still be filled.
        silent_phases: phases in which nothing is to be said, however long they are.
    """
    deadline = frame_at(concerned_at - LEAD_SECONDS)
    long = [span for span in reversed(earlier) if is_long(span)]
    spans = [span for span in long if span.phase not in silent_phases]
    for index, frames in enumerate(lengths_frames):
        for span in spans:
            opens, closes = max(frame_at(span.start), not_before), min(frame_at(span.end), deadline)
            start = book.latest_start(frames, opens, closes)
            if start is not None:
                return Fit(start, index)
    if spans:
        return Fit(None, reason="no room for it in the phases before")
    return Fit(None, reason="its rule wants quiet before it" if long else "no phase before it lasts more than a second")
