"""Where a cue fits: in a phase before the one it concerns, whole, and over nothing else.

A cue is said in one phase of more than a second that is not explosive, ends at least 0.25 s before the phase it
concerns, and touches no other speech. Of all the places it takes the latest, nearest to the moment it is about.
"""

from collections.abc import Callable, Sequence
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


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a cue goes, or why it cannot be said."""

    due_frame: int | None
    reason: str


def concerned_span(spans: Sequence[Span], phase: Phase) -> Span:
    """Return the span that a cue for `phase` concerns: that phase, or the next one that has a length in this tempo.

    Args:
        spans: the phases of one repetition in the order they are done.
        phase: what the cue is about.
    """
    order = list(Phase)
    steps = {span.phase: (order.index(span.phase) - order.index(phase)) % len(order) for span in spans}
    return min(spans, key=lambda span: steps[span.phase])


def fit_cue(
    cue_frames: int,
    concerned_at: Fraction,
    earlier: Sequence[Span],
    book: SpeechBook,
    *,
    frame_at: Callable[[Fraction], int],
    not_before: int,
) -> Fit:
    """Return the latest place of a cue before the phase it concerns.

    Args:
        cue_frames: how long the cue is.
        concerned_at: when the phase begins, seconds from the set's first repetition.
        earlier: the phases before it, in order; the nearest are tried first.
        book: what is being said already.
        frame_at: the frame of a time in the set.
        not_before: the first frame that can still be filled.
    """
    deadline = frame_at(concerned_at - LEAD_SECONDS)
    longest = Fraction(0)
    for span in reversed(earlier):
        if span.is_explosive or span.seconds <= SHORTEST_PHASE_SECONDS:
            continue
        opens = max(frame_at(span.start), not_before)
        closes = min(frame_at(span.end), deadline)
        start = book.latest_start(cue_frames, opens, closes)
        if start is not None:
            return Fit(start, "")
        longest = max(longest, span.seconds)
    if not longest:
        return Fit(None, "no phase before it lasts more than a second")
    return Fit(None, "no room for it in the phases before")
