"""Tempo and a start become phases and ticks at exact times."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.metronome import PHASE_ORDER, Span, rep_spans, ticks_of
from repcue.core.tempo import PHASES, Phase, Tempo, Untimed, parse_tempo
from repcue.packs.schema import Starts


def spans_of(tempo: str, starts: Starts = "eccentric", explosive_seconds: float = 1.0) -> tuple[Span, ...]:
    return rep_spans(parse_tempo(tempo), starts, rep_number=1, start=Fraction(0), explosive_seconds=explosive_seconds)


def test_the_phases_follow_each_other_in_the_order_of_the_notation() -> None:
    assert [(span.phase, float(span.start), float(span.end)) for span in spans_of("4-1-2-3")] == [
        (Phase.ECCENTRIC, 0, 4),
        (Phase.STRETCHED, 4, 5),
        (Phase.CONCENTRIC, 5, 7),
        (Phase.CONTRACTED, 7, 10),
    ]


def test_a_lift_that_starts_with_the_concentric_has_the_other_half_first() -> None:
    assert [(span.phase, float(span.seconds)) for span in spans_of("4-1-2-3", "concentric")] == [
        (Phase.CONCENTRIC, 2),
        (Phase.CONTRACTED, 3),
        (Phase.ECCENTRIC, 4),
        (Phase.STRETCHED, 1),
    ]


def test_phases_without_length_are_left_out() -> None:
    assert [span.phase for span in spans_of("4-0-1-0")] == [Phase.ECCENTRIC, Phase.CONCENTRIC]


def test_an_explosive_phase_lasts_as_long_as_is_set_exactly() -> None:
    (eccentric, concentric) = spans_of("2-0-X-0", explosive_seconds=0.3)
    assert (concentric.seconds, concentric.is_explosive, eccentric.is_explosive) == (Fraction(3, 10), True, False)


def test_an_assisted_phase_is_paced_alike_and_may_be_spoken_in() -> None:
    assert [
        (span.phase, float(span.seconds), span.is_explosive) for span in spans_of("2-0-A-0", explosive_seconds=2.0)
    ] == [
        (Phase.ECCENTRIC, 2, False),
        (Phase.CONCENTRIC, 2, False),
    ]


def test_a_tick_comes_at_every_turn_and_every_second_and_the_turn_is_accented() -> None:
    ticks = [tick for span in spans_of("3-1-X-0", explosive_seconds=1.5) for tick in ticks_of(span)]
    assert [(float(tick.at), tick.phase.value, tick.is_accent, tick.second_number) for tick in ticks] == [
        (0.0, "eccentric", True, 1),
        (1.0, "eccentric", False, 2),
        (2.0, "eccentric", False, 3),
        (3.0, "stretched", True, 1),
        (4.0, "concentric", True, 1),
        (5.0, "concentric", False, 2),
    ]


LENGTHS = st.one_of(st.integers(0, 10), st.sampled_from(list(Untimed)))
TEMPOS = st.builds(Tempo, LENGTHS, LENGTHS, LENGTHS, LENGTHS).filter(
    lambda tempo: any(tempo.length_of(phase) for phase in PHASES)
)


@settings(deadline=None, derandomize=True)
@given(TEMPOS, st.sampled_from(["eccentric", "concentric"]), st.sampled_from([0.3, 0.7, 1.0, 2.9]))
def test_a_repetition_has_no_gaps_and_lasts_what_its_tempo_says(
    tempo: Tempo, starts: Starts, explosive_seconds: float
) -> None:
    start = Fraction(7, 3)
    spans = rep_spans(tempo, starts, rep_number=5, start=start, explosive_seconds=explosive_seconds)
    assert spans[0].start == start
    assert all(before.end == after.start for before, after in pairwise(spans))
    lasted = float(spans[-1].end - start)
    assert lasted == pytest.approx(tempo.rep_seconds(explosive_seconds=explosive_seconds))
    order = [span.phase for span in spans]
    assert order == [phase for phase in PHASE_ORDER[starts] if phase in order]
    for span in spans:
        ticks = ticks_of(span)
        assert [tick.is_accent for tick in ticks] == [True] + [False] * (len(ticks) - 1)
        assert all(span.start <= tick.at < span.end for tick in ticks)
