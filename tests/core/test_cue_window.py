"""Where a cue fits."""

from fractions import Fraction

import pytest

from repcue.core.cue_window import Fit, concerned_span, fit_cue
from repcue.core.messages import Group
from repcue.core.metronome import Span, rep_spans
from repcue.core.speech_book import Booking, SpeechBook
from repcue.core.tempo import Phase, parse_tempo
from repcue.core.units import frames_from_seconds

RATE = 1000


def spans_of(tempo: str) -> tuple[Span, ...]:
    return rep_spans(parse_tempo(tempo), "eccentric", rep_number=1, start=Fraction(0), explosive_seconds=2.0)


def fit(
    tempo: str,
    lengths_frames: int | tuple[int, ...],
    *booked: tuple[int, int],
    not_before: int = 0,
    silent_phases: tuple[Phase, ...] = (),
) -> Fit:
    """The place of a cue for the last phase of a repetition, at 1000 frames per second."""
    *earlier, concerned = spans_of(tempo)
    book = SpeechBook(80)
    for number, (start, end) in enumerate(booked):
        book.book(Booking(start, end, number, Group.PACE))
    return fit_cue(
        (lengths_frames,) if isinstance(lengths_frames, int) else lengths_frames,
        concerned.start,
        earlier,
        book,
        frame_at=lambda at: frames_from_seconds(at, RATE),
        not_before=not_before,
        silent_phases=silent_phases,
    )


def test_a_cue_ends_a_quarter_of_a_second_before_its_phase() -> None:
    assert fit("3-0-1-0", 1000).due_frame == 1750


def test_a_cue_is_moved_before_what_is_booked() -> None:
    assert fit("3-0-1-0", 1000, (2000, 2400)).due_frame == 920


@pytest.mark.parametrize("tempo", ["3-1-1-0", "3-0-1-0"])
def test_nothing_is_said_in_a_phase_of_a_second(tempo: str) -> None:
    due_frame = fit(tempo, 500).due_frame
    assert due_frame is not None
    assert due_frame + 500 <= 3000


def test_a_pause_before_the_phase_leaves_the_whole_phase_before_it() -> None:
    assert fit("3-1-1-0", 1000).due_frame == 2000


def test_nothing_is_said_in_an_explosive_phase() -> None:
    assert fit("0-0-X-1", 500) == Fit(None, reason="no phase before it lasts more than a second")


def test_a_cue_as_long_as_its_room_fits_and_a_frame_more_does_not() -> None:
    assert fit("2-0-1-0", 1750).due_frame == 0
    assert fit("2-0-1-0", 1751) == Fit(None, reason="no room for it in the phases before")


def test_the_longest_form_that_fits_is_taken() -> None:
    assert fit("2-0-1-0", (1751, 1000, 400)) == Fit(750, 1)
    assert fit("2-0-1-0", (1751, 1000, 400), (800, 1000)) == Fit(1350, 2)
    assert fit("2-0-1-0", (1751, 1000, 400), (0, 1900)) == Fit(None, reason="no room for it in the phases before")


def test_a_longer_form_further_away_goes_before_a_shorter_one_nearby() -> None:
    assert fit("3-2-1-0", (2000, 500)) == Fit(1000, 0)


def test_a_phase_that_is_to_be_silent_is_left_alone() -> None:
    assert fit("3-2-1-0", 1000, silent_phases=(Phase.STRETCHED,)).due_frame == 2000
    assert fit("3-0-1-0", 1000, silent_phases=(Phase.ECCENTRIC,)) == Fit(None, reason="its rule wants quiet before it")


def test_a_cue_is_never_where_it_can_not_be_mixed_any_more() -> None:
    assert fit("3-0-1-0", 1000, not_before=1750).due_frame == 1750
    assert fit("3-0-1-0", 1000, not_before=1751).due_frame is None


@pytest.mark.parametrize(
    ("tempo", "phase", "concerned"),
    [
        ("3-1-1-0", Phase.STRETCHED, Phase.STRETCHED),
        ("3-0-1-0", Phase.STRETCHED, Phase.CONCENTRIC),
        ("3-0-1-0", Phase.CONTRACTED, Phase.CONCENTRIC),
        ("3-0-0-1", Phase.STRETCHED, Phase.CONTRACTED),
        ("3-1-0-0", Phase.CONTRACTED, Phase.ECCENTRIC),
        ("0-0-1-0", Phase.ECCENTRIC, Phase.CONCENTRIC),
    ],
)
def test_a_cue_for_a_phase_without_length_concerns_the_next_that_has_one(
    tempo: str, phase: Phase, concerned: Phase
) -> None:
    assert concerned_span(spans_of(tempo), phase).phase is concerned
