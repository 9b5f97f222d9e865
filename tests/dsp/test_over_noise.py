"""How far a voice stands out from its own noise: noise does not, syllables do, and loudness changes nothing."""

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.dsp.over_noise import over_noise_db

RATE = 16_000


def noise(seconds: float, level: float = 0.01) -> Samples:
    return np.random.default_rng(4).normal(0, level, round(seconds * RATE)).astype(np.float32)


def syllables(seconds: float) -> Samples:
    times = np.arange(round(seconds * RATE)) / RATE
    return (0.3 * np.sin(2 * np.pi * 220 * times) * np.maximum(0, np.sin(2 * np.pi * 2 * times))).astype(np.float32)


@pytest.mark.parametrize("seconds", [0.3, 1.0, 3.0])
def test_white_noise_does_not_stand_out_from_itself(seconds: float) -> None:
    assert 0 < over_noise_db(noise(seconds), RATE) < 2


def test_a_voice_stands_out_by_as_much_as_it_is_louder_than_the_noise() -> None:
    voice = syllables(2)
    over = [over_noise_db(np.add(voice, noise(2, level)), RATE) for level in (0.003, 0.01, 0.03, 0.1)]
    assert over == sorted(over, reverse=True)
    assert over[0] - over[1] == pytest.approx(20 * np.log10(0.01 / 0.003), abs=1)
    assert over[3] < 10 < over[2]


def test_how_loud_it_is_recorded_changes_nothing() -> None:
    sound = syllables(2) + noise(2)
    assert over_noise_db((sound / 8).astype(np.float32), RATE) == pytest.approx(over_noise_db(sound, RATE), abs=0.1)


@pytest.mark.parametrize("frames", [0, 1, 319, 16_000])
def test_silence_and_nothing_have_none(frames: int) -> None:
    assert over_noise_db(np.zeros(frames, dtype=np.float32), RATE) == 0.0
