"""Conversions say how they round."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.units import db_from_gain, frames_from_seconds, gain_from_db, kilos_from_pounds, seconds_from_frames


@pytest.mark.parametrize(("seconds", "frames"), [(Fraction(1, 3), 16_000), (0.0, 0), (1.00001, 48_000)])
def test_seconds_become_the_nearest_frame(seconds: float | Fraction, frames: int) -> None:
    assert frames_from_seconds(seconds, 48_000) == frames


def test_half_a_frame_is_rounded_up() -> None:
    assert [frames_from_seconds(Fraction(half, 2), 1) for half in (1, 3, 5)] == [1, 2, 3]


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 10**9), st.sampled_from([44_100, 48_000, 96_000]))
def test_frames_come_back_from_their_seconds(frames: int, rate: int) -> None:
    assert frames_from_seconds(seconds_from_frames(frames, rate), rate) == frames


def test_decibels_and_factors_are_each_others_inverse() -> None:
    assert gain_from_db(0.0) == 1.0
    assert db_from_gain(gain_from_db(-13.0)) == pytest.approx(-13.0)
    assert db_from_gain(0.0) == -120.0
    assert db_from_gain(1e-9, floor_db=-90.0) == -90.0


def test_pounds_become_kilograms_to_a_tenth() -> None:
    assert (kilos_from_pounds(45), kilos_from_pounds(135), kilos_from_pounds(0)) == (20.4, 61.2, 0.0)
