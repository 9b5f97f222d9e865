import numpy as np
import pytest

from repcue.core.units import EAR_RATE
from repcue.dsp.threefold import DELAY_FRAMES, FACTOR, Downsampler, Upsampler


def tone(hertz: float, rate: int, frames: int) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(frames) / rate)).astype(np.float32)


@pytest.mark.parametrize("hertz", [100.0, 1000.0, 6800.0])
def test_speech_comes_back_as_it_was_2_ms_later(hertz: float) -> None:
    sound = tone(hertz, EAR_RATE, 3200)
    up, down = Upsampler(), Downsampler()
    back = np.concatenate([down.lower_rate(up.raise_rate(window)) for window in sound.reshape(-1, 160)])
    late = 2 * DELAY_FRAMES
    assert len(back) == len(sound)
    np.testing.assert_allclose(back[late + 200 :], sound[200:-late], atol=0.005)


def test_what_the_lower_rate_cannot_hold_is_taken_out() -> None:
    lowered = Downsampler().lower_rate(tone(9500.0, FACTOR * EAR_RATE, 4800))
    assert np.max(np.abs(lowered[200:])) < 0.5 * 10 ** (-50 / 20)


def test_the_size_of_the_windows_changes_nothing() -> None:
    sound = np.random.default_rng(1).normal(0.0, 0.1, 960).astype(np.float32)
    by_one, by_many = Upsampler(), Upsampler()
    one = by_one.raise_rate(sound)
    many = np.concatenate([by_many.raise_rate(piece) for piece in sound.reshape(-1, 96)])
    np.testing.assert_allclose(one, many, atol=1e-6)
