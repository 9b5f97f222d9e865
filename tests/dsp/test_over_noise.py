"""How far a voice stands out from its own noise: noise does not, syllables do, and loudness changes nothing."""

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.dsp.over_noise import over_noise_db, voice_span

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


@pytest.mark.parametrize("level", [1e-4, 1e-3, 1e-2])
@pytest.mark.parametrize(("before", "after"), [(0.4, 0.8), (0.0, 1.0), (5.0, 0.3)])
def test_the_room_at_either_end_is_no_voice(level: float, before: float, after: float) -> None:
    voice = np.concatenate((np.zeros(round(before * RATE)), syllables(1.25), np.zeros(round(after * RATE))))
    span = voice_span(np.add(voice, noise(len(voice) / RATE, level)), RATE)
    assert 0 <= before - span.start / RATE < 0.07
    # The last syllable ends softly.
    assert -0.1 < span.stop / RATE - before - 1.25 < 0.07


@pytest.mark.parametrize("seconds", [0.0, 0.009, 0.4, 1.25])
def test_a_voice_without_a_room_and_a_room_without_a_voice_stay_whole(seconds: float) -> None:
    for sound in (syllables(seconds), noise(seconds), np.zeros(round(seconds * RATE))):
        assert voice_span(sound, RATE) == slice(0, len(sound))
