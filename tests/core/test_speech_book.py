"""No two stretches of speech touch."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.messages import Group
from repcue.core.speech_book import Booking, Precedence, SpeechBook

GAP = 10


def book_of(
    *stretches: tuple[int, int], group: Group = Group.PACE, precedence: Precedence = Precedence.FIXED
) -> SpeechBook:
    book = SpeechBook(GAP)
    for number, (start, end) in enumerate(stretches, start=1):
        book.book(Booking(start, end, number, group, precedence))
    return book


def test_a_stretch_keeps_its_gap_on_both_sides() -> None:
    book = book_of((100, 200))
    assert book.is_free(50, 90)
    assert not book.is_free(50, 91)
    assert book.is_free(210, 220)
    assert not book.is_free(209, 220)


def test_the_earliest_start_is_after_what_is_in_the_way() -> None:
    book = book_of((100, 200), (230, 300))
    assert book.earliest_start(50, 0) == 0
    assert book.earliest_start(50, 60) == 310
    assert book.earliest_start(10, 60) == 60
    assert book.earliest_start(10, 150) == 210


def test_the_latest_start_is_before_what_is_in_the_way_or_nowhere() -> None:
    book = book_of((100, 200))
    assert book.latest_start(50, 0, 400) == 350
    assert book.latest_start(50, 0, 220) == 40
    assert book.latest_start(50, 41, 220) is None


def test_what_gives_way_is_overlooked_until_it_has_begun() -> None:
    book = book_of((100, 200), precedence=Precedence.CUE)
    assert book.earliest_start(50, 90, over=Precedence.ANSWER) == 90
    assert book.earliest_start(50, 101, over=Precedence.ANSWER) == 210


def test_speech_gives_way_only_to_what_stands_higher() -> None:
    in_order = list(Precedence)
    for lower in in_order:
        for higher in in_order:
            start = book_of((100, 200), precedence=lower).earliest_start(50, 90, over=higher)
            assert (start == 90) == (lower < higher)
    assert in_order[-2:] == [Precedence.FIXED, Precedence.SAFETY]


def test_a_group_is_given_back_from_a_frame_on() -> None:
    book = book_of((0, 50), (100, 200), (300, 400))
    book.book(Booking(500, 600, 9, Group.REPLY))
    book.clear_from(150, frozenset({Group.PACE}))
    assert book.in_the_way(0, 1000) == [
        Booking(0, 50, 1, Group.PACE),
        Booking(100, 150, 2, Group.PACE),
        Booking(500, 600, 9, Group.REPLY),
    ]


def test_one_stretch_is_given_back_by_its_number() -> None:
    book = book_of((100, 200), (300, 400))
    book.remove(1)
    assert book.is_free(100, 200)
    assert not book.is_free(300, 400)


def test_what_is_over_is_forgotten_and_all_is_free_after_the_latest() -> None:
    book = book_of((300, 400), (0, 50))
    assert book.free_from(0) == 410
    assert book.free_from(500) == 500
    book.forget_before(60)
    assert book.in_the_way(0, 60) == []
    book.forget_before(500)
    assert book.free_from(0) == 0


@pytest.mark.slow
@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 120), st.integers(0, 900)), max_size=12))
def test_however_room_is_asked_for_nothing_touches(wishes: list[tuple[bool, int, int]]) -> None:
    book = SpeechBook(GAP)
    taken: list[tuple[int, int]] = []
    for number, (is_early, frames, frame) in enumerate(wishes):
        start = book.earliest_start(frames, frame) if is_early else book.latest_start(frames, 0, frame)
        if start is None:
            continue
        assert start >= frame if is_early else 0 <= start <= frame - frames
        taken.append((start, start + frames))
        book.book(Booking(start, start + frames, number, Group.PACE))
    assert all(second[0] - first[1] >= GAP for first, second in pairwise(sorted(taken)))
