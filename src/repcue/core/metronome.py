"""Tempo and a start → phases and ticks, as exact times.

Positions are exact sums (`Fraction` seconds from the first repetition) and are rounded once, by whoever turns them
into frames; so the ten-thousandth tick is where arithmetic says.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from repcue.core.tempo import Phase, Tempo, Untimed
from repcue.packs.schema import Starts

PHASE_ORDER: Final = {
    "eccentric": (Phase.ECCENTRIC, Phase.STRETCHED, Phase.CONCENTRIC, Phase.CONTRACTED),
    "concentric": (Phase.CONCENTRIC, Phase.CONTRACTED, Phase.ECCENTRIC, Phase.STRETCHED),
}
"""The order in which the phases of a repetition are done, by the phase that it starts with."""


@dataclass(frozen=True, slots=True)
class Span:
    """One phase of one repetition, in time."""

    rep_number: int
    phase: Phase
    start: Fraction
    """Seconds from the start of the set's first repetition."""

    seconds: Fraction
    is_explosive: bool = False
    """As fast as possible: nothing is said in it."""

    @property
    def end(self) -> Fraction:
        """When the next phase begins."""
        return self.start + self.seconds


@dataclass(frozen=True, slots=True)
class Tick:
    """One click of the metronome."""

    at: Fraction
    """Seconds from the start of the set's first repetition."""

    phase: Phase
    is_accent: bool
    """It is the turn into the phase."""

    second_number: int
    """Which second of the phase begins, from 1."""


def rep_spans(
    tempo: Tempo, starts: Starts, *, rep_number: int, start: Fraction, explosive_seconds: float
) -> tuple[Span, ...]:
    """Return the phases of one repetition in the order they are done; phases of no length are left out.

    >>> from repcue.core.tempo import parse_tempo
    >>> spans = rep_spans(parse_tempo("3-1-X-0"), "concentric", rep_number=1, start=Fraction(0), explosive_seconds=1.0)
    >>> [(span.phase.value, float(span.start)) for span in spans]
    [('concentric', 0.0), ('eccentric', 1.0), ('stretched', 4.0)]
    """
    spans = []
    for phase in PHASE_ORDER[starts]:
        # A setting of 0.3 s means three tenths, not the binary number beside it.
        seconds = Fraction(tempo.seconds_of(phase, explosive_seconds=explosive_seconds)).limit_denominator(1000)
        if seconds > 0:
            spans.append(Span(rep_number, phase, start, seconds, tempo.length_of(phase) is Untimed.EXPLOSIVE))
            start += seconds
    return tuple(spans)


def ticks_of(span: Span) -> tuple[Tick, ...]:
    """Return the ticks of a phase: an accent at its turn, then one for every whole second begun in it.

    >>> [float(tick.at) for tick in ticks_of(Span(1, Phase.ECCENTRIC, Fraction(4), Fraction(3)))]
    [4.0, 5.0, 6.0]
    """
    seconds_begun = max(1, -(-span.seconds.numerator // span.seconds.denominator))
    return tuple(
        Tick(span.start + second, span.phase, is_accent=second == 0, second_number=second + 1)
        for second in range(seconds_begun)
    )
