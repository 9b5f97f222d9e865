import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.clip import Samples
from repcue.dsp.delay_tracker import DelayTracker, delay_between
from repcue.dsp.room_response import room_response
from repcue.testing.echoes import at_another_clock, echo_of, syllables

HOP = 256


def followed(heard: Samples, played: Samples) -> DelayTracker:
    tracker = DelayTracker()
    for start in range(0, len(heard) - HOP + 1, HOP):
        tracker.feed(heard[start : start + HOP], played[start : start + HOP])
    return tracker


@settings(deadline=None, derandomize=True, max_examples=20)
@given(st.integers(0, 9_000), st.floats(-1.0, 1.0).filter(lambda gain: abs(gain) > 0.01))
def test_any_delay_up_to_half_a_second_is_found_to_the_frame(delay: int, gain: float) -> None:
    played = syllables(1.6, 3)
    heard = np.float32(gain) * np.roll(played, delay)[-16_000:]
    found = delay_between(heard, played)
    assert found == pytest.approx(delay, abs=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("delay_seconds", [0.01, 0.15, 0.5])
@pytest.mark.parametrize("reverberation_seconds", [0.35, 1.5])
def test_an_echo_is_found_within_three_seconds(delay_seconds: float, reverberation_seconds: float) -> None:
    played = syllables(3.0, 1)
    delay = round(16_000 * delay_seconds)
    tracker = followed(echo_of(played, room_response(reverberation_seconds, delay)), played)
    assert tracker.delay_frames == pytest.approx(delay, abs=2)


@pytest.mark.slow
@pytest.mark.parametrize("ppm", [0.0, 20.0, 100.0, -100.0])
def test_drift_is_measured_within_three_millionths(ppm: float) -> None:
    played = syllables(15.0, 2)
    heard = at_another_clock(echo_of(played, room_response(0.35, 800)), ppm)
    assert followed(heard, played).drift_ppm == pytest.approx(ppm, abs=3.0)


@pytest.mark.slow
def test_clocks_that_do_not_drift_are_not_said_to() -> None:
    played, user = syllables(20.0, 1), syllables(20.0, 2, level=0.05)
    assert followed(echo_of(played, room_response(0.35, 800)) + user, played).drift_ppm == 0.0


@pytest.mark.slow
def test_a_jump_of_the_delay_is_found_and_is_no_drift() -> None:
    played = syllables(12.0, 1)
    echo = echo_of(played, room_response(0.35, 800))
    echo[6 * 16_000 :] = np.roll(echo, 960)[6 * 16_000 :]
    tracker = followed(echo, played)
    assert tracker.delay_frames == pytest.approx(1_760, abs=2)
    assert tracker.drift_ppm == 0.0


@pytest.mark.slow
def test_an_echo_is_found_under_a_louder_user() -> None:
    played, user = syllables(8.0, 1), syllables(8.0, 2, level=0.1)
    tracker = followed(echo_of(played, room_response(0.35, 800), 0.3) + user, played)
    assert tracker.delay_frames == pytest.approx(800, abs=2)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_where_the_microphone_hears_somebody_else_there_is_no_echo(seed: int) -> None:
    assert not followed(syllables(20.0, 100 + seed), syllables(20.0, seed)).has_echo


@pytest.mark.slow
def test_an_echo_that_ends_is_forgotten_after_half_a_minute() -> None:
    played = syllables(40.0, 1)
    heard = echo_of(played, room_response(0.35, 800))
    heard[5 * 16_000 :] = syllables(35.0, 9)
    tracker = followed(heard[: 20 * 16_000], played[: 20 * 16_000])
    assert tracker.has_echo
    for start in range(20 * 16_000, len(heard) - HOP, HOP):
        tracker.feed(heard[start : start + HOP], played[start : start + HOP])
    assert not tracker.has_echo


def test_silence_says_nothing() -> None:
    tracker = followed(syllables(3.0, 1), np.zeros(48_000, dtype=np.float32))
    assert not tracker.has_echo
    assert tracker.drift_ppm == 0.0
