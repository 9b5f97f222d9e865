import numpy as np
import pytest
from numpy.typing import NDArray

from repcue.dsp.centre import perceptual_centre
from repcue.testing.voices import ToneVoice

RATE = 48_000


BY_SCIPY = {"one": 2038, "two": 1467, "three": 2267, "squeeze your chest": 2885, "up": 2029}
"""Frames at 22,050 Hz: the same measure by scipy 1.17: `sosfiltfilt(butter(2, [300, 3000], "bandpass"))` and
`sosfiltfilt(butter(2, 12))`, on the twin's sounds with a second of silence on both sides."""


def hiss_then_vowel(hiss_seconds: float, vowel_seconds: float, sample_rate: int = RATE) -> NDArray[np.float64]:
    hiss = 0.02 * np.random.default_rng(1).standard_normal(round(hiss_seconds * sample_rate))
    at = np.arange(round(vowel_seconds * sample_rate)) / sample_rate
    return np.concatenate((hiss, 0.5 * np.sin(2 * np.pi * 700 * at) * np.minimum(1, at / 0.02)))


@pytest.mark.parametrize("hiss_seconds", [0.0, 0.05, 0.1, 0.2])
def test_the_centre_lies_at_the_onset_of_the_vowel(hiss_seconds: float) -> None:
    word = hiss_then_vowel(hiss_seconds, 0.3)
    assert perceptual_centre(word, RATE) == pytest.approx((hiss_seconds + 0.01) * RATE, abs=0.012 * RATE)


def test_leading_silence_moves_the_centre_by_as_much() -> None:
    word = hiss_then_vowel(0.1, 0.3)
    late = np.concatenate((np.zeros(4_800), word))
    assert perceptual_centre(late, RATE) == pytest.approx(perceptual_centre(word, RATE) + 4_800, abs=1)


@pytest.mark.parametrize("sample_rate", [16_000, 44_100, 48_000])
def test_the_centre_is_the_same_moment_at_any_rate(sample_rate: int) -> None:
    expected = perceptual_centre(hiss_then_vowel(0.1, 0.3, 96_000), 96_000) / 96_000
    found = perceptual_centre(hiss_then_vowel(0.1, 0.3, sample_rate), sample_rate) / sample_rate
    assert found == pytest.approx(expected, abs=0.003)


def test_silence_and_nothing_have_their_centre_at_0() -> None:
    assert perceptual_centre(np.zeros(480), RATE) == 0
    assert perceptual_centre(np.zeros(0), RATE) == 0


def test_the_centre_agrees_with_scipy_to_the_frame() -> None:
    rendered = ToneVoice().render(list(BY_SCIPY), lambda done: None)
    assert {text: perceptual_centre(*sound) for text, sound in rendered.items()} == BY_SCIPY
