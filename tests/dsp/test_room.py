"""A room in numbers."""

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.dsp.room import PEAK_FRAME, REACH_FRAMES, Echo, at_ear_rate, loudest_frame_rms, noise_at

RNG = np.random.default_rng(7)


def noise(frames: int, level: float = 0.1) -> Samples:
    return (level * RNG.standard_normal(frames)).astype(np.float32)


@pytest.mark.parametrize("block", [1, 7, 160, 1000])
def test_an_echo_is_the_convolution_whatever_the_block(block: int) -> None:
    played, response = noise(1000), noise(300)
    echo = Echo(response, gain_db=-6.0, delay_frames=20)
    heard = np.concatenate([echo.feed(played[start : start + block]) for start in range(0, 1000, block)])
    energy = np.sqrt(np.sum(np.square(response.astype(np.float64))))
    whole = np.convolve(played.astype(np.float64), response.astype(np.float64)) * 10 ** (-6 / 20) / energy
    assert np.allclose(heard, np.concatenate([np.zeros(20), whole])[:1000], atol=1e-6)


def test_an_echo_goes_on_in_silence() -> None:
    echo = Echo(np.ones(10, dtype=np.float32), gain_db=0.0, delay_frames=0)
    echo.feed(np.ones(4, dtype=np.float32))
    tail = echo.feed(np.zeros(20, dtype=np.float32))
    assert np.flatnonzero(np.abs(tail) > 1e-9).tolist() == list(range(9))


def test_an_echo_of_a_silent_response_is_silence() -> None:
    echo = Echo(np.zeros(10, dtype=np.float32), gain_db=0.0, delay_frames=0)
    assert not np.any(echo.feed(np.ones(20, dtype=np.float32)))


def test_the_loudest_frame_counts() -> None:
    samples = np.zeros(3 * PEAK_FRAME, dtype=np.float32)
    samples[PEAK_FRAME : 2 * PEAK_FRAME] = 0.5
    assert loudest_frame_rms(samples) == pytest.approx(0.5)
    assert loudest_frame_rms(np.zeros(0, dtype=np.float32)) == 0.0


def test_noise_is_as_far_below_the_speech_as_is_asked() -> None:
    mixed = noise_at(noise(5 * PEAK_FRAME), speech_rms=0.2, snr_db=12.0, frames=5 * PEAK_FRAME, start=0)
    assert 20 * np.log10(0.2 / loudest_frame_rms(mixed)) == pytest.approx(12.0, abs=1e-3)


def test_noise_is_repeated_and_begins_where_it_is_asked() -> None:
    short = np.array([0.1, 0.2, 0.3], dtype=np.float32)
    begun = noise_at(short, 1.0, 0.0, frames=7, start=4)
    assert np.allclose(begun / begun[0] * 0.2, [0.2, 0.3, 0.1, 0.2, 0.3, 0.1, 0.2])


def test_silent_noise_stays_silent() -> None:
    assert not np.any(noise_at(np.zeros(10, dtype=np.float32), 1.0, 0.0, frames=20, start=0))


def test_what_is_played_reaches_the_ear_in_place_and_whole() -> None:
    at = np.arange(-REACH_FRAMES, 48_000 + REACH_FRAMES) / 48_000
    played = (0.5 * np.cos(2 * np.pi * 1000.0 * at)).astype(np.float32)
    whole = at_ear_rate(played)
    assert np.allclose(whole, 0.5 * np.cos(2 * np.pi * 1000.0 * np.arange(16_000) / 16_000), atol=1e-3)
    pieces = [at_ear_rate(played[start : start + 480 + 2 * REACH_FRAMES]) for start in range(0, 48_000, 480)]
    assert np.allclose(np.concatenate(pieces), whole, atol=1e-7)


@pytest.mark.parametrize(
    ("hertz", "most"), [(6_500.0, 0.51), (8_000.0, 0.0005), (12_000.0, 0.0005), (20_000.0, 0.0005)]
)
def test_nothing_above_what_the_ear_can_hold_comes_through(hertz: float, most: float) -> None:
    played = (0.5 * np.cos(2 * np.pi * hertz * np.arange(9600) / 48_000)).astype(np.float32)
    assert np.max(np.abs(at_ear_rate(played))) < most
