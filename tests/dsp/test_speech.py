import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from repcue.core.clip import Samples
from repcue.dsp.loudness import loudness_lufs
from repcue.dsp.speech import CEILING_DBFS, TARGET_LUFS, faded, finished, levelled, limited, trimmed, without_rumble
from repcue.testing.voices import ToneVoice

RATE = 48_000
TEXTS = ("one", "up", "squeeze", "squeeze your chest", "press the bar to the ceiling", "two more", "ten", "last one")


def peak_dbfs(samples: NDArray[np.floating]) -> float:
    return float(20 * np.log10(np.max(np.abs(samples))))


def phrases() -> dict[str, Samples]:
    rendered = ToneVoice().render(TEXTS, lambda done: None)
    return {text: finished(samples, rate) for text, (samples, rate) in rendered.items()}


def biquad(samples: NDArray[np.floating], b: tuple[float, ...], a: tuple[float, ...]) -> NDArray[np.float64]:
    out, x1, x2, y1, y2 = [], 0.0, 0.0, 0.0, 0.0
    for x in np.asarray(samples, dtype=np.float64).tolist():
        y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2
        out.append(y)
        x1, x2, y1, y2 = x, x1, y, y1
    return np.array(out)


def momentary_gated_lufs(samples: NDArray[np.floating]) -> float:
    """BS.1770 in the time domain, from the coefficients that it prints for 48 kHz, in blocks of 0.1 s."""
    b, a = (1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585)
    shelved = biquad(samples, b, a)
    power = biquad(shelved, (1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)) ** 2
    block = 4_800
    means = np.array([power[i : i + block].mean() for i in range(0, len(power) - block + 1, block // 4)])
    kept = means[means > np.mean(means[means > 10**-7]) / 10]
    return float(-0.691 + 10 * np.log10(np.mean(kept)))


def test_a_sine_at_full_scale_measures_minus_3_lufs_as_the_recommendation_says() -> None:
    at = np.arange(RATE) / RATE
    assert loudness_lufs(np.sin(2 * np.pi * 997 * at), RATE) == pytest.approx(-3.01, abs=0.1)


@pytest.mark.parametrize("sample_rate", [16_000, 44_100, 48_000, 96_000])
def test_loudness_is_the_same_at_any_rate(sample_rate: int) -> None:
    at = np.arange(sample_rate) / sample_rate
    assert loudness_lufs(0.1 * np.sin(2 * np.pi * 997 * at), sample_rate) == pytest.approx(-23.01, abs=0.1)


def test_loudness_agrees_with_the_filters_in_the_time_domain() -> None:
    noise = 0.1 * np.random.default_rng(2).standard_normal(RATE)
    assert loudness_lufs(noise, RATE) == pytest.approx(momentary_gated_lufs(noise), abs=0.1)


def test_silence_measures_minus_70() -> None:
    assert loudness_lufs(np.zeros(RATE), RATE) == -70
    assert loudness_lufs(np.zeros(0), RATE) == -70


def test_finished_phrases_are_within_one_lu_of_each_other_and_below_minus_3_dbfs() -> None:
    rendered = ToneVoice().render(TEXTS, lambda done: None)
    clips = [
        finished(np.interp(np.arange(0, len(samples), rate / RATE), np.arange(len(samples)), samples), RATE)
        for samples, rate in rendered.values()
    ]
    independent = [momentary_gated_lufs(clip) for clip in clips]
    assert np.ptp(independent) <= 1.0
    assert np.mean(independent) == pytest.approx(TARGET_LUFS, abs=0.5)
    assert max(peak_dbfs(clip) for clip in clips) <= -3.0


def test_a_spiky_phrase_keeps_loudness_and_peak_both() -> None:
    rng = np.random.default_rng(3)
    spiky = 0.02 * rng.standard_normal(RATE) * (1 + 20 * (np.arange(RATE) % 4_800 < 200))
    level = levelled(spiky, RATE)
    assert loudness_lufs(level, RATE) == pytest.approx(TARGET_LUFS, abs=0.3)
    assert peak_dbfs(level) <= CEILING_DBFS + 1e-9


def test_a_voice_may_be_softer_than_the_others() -> None:
    rendered = ToneVoice().render(["squeeze your chest"], lambda done: None)
    samples, rate = rendered["squeeze your chest"]
    assert loudness_lufs(finished(samples, rate, gain_db=-6.0), rate) == pytest.approx(TARGET_LUFS - 6, abs=0.1)


def test_silence_is_trimmed_to_5_milliseconds() -> None:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE // 10) / RATE)
    padded = np.concatenate((np.zeros(4_800), tone, np.zeros(14_400)))
    kept = trimmed(padded, RATE)
    assert len(tone) + 240 <= len(kept) <= len(tone) + 960


def test_soft_noise_at_the_ends_is_trimmed_too() -> None:
    noise = 0.0005 * np.random.default_rng(4).standard_normal(RATE)
    noise[20_000:28_000] += 0.5 * np.sin(2 * np.pi * 440 * np.arange(8_000) / RATE)
    assert len(trimmed(noise, RATE)) < 9_500


def test_what_is_silent_throughout_becomes_empty() -> None:
    assert len(finished(np.zeros(RATE), RATE)) == 0
    assert len(finished(np.zeros(0), RATE)) == 0


def test_ends_fade_within_4_milliseconds() -> None:
    shaped = faded(np.ones(4_800), RATE)
    assert shaped[0] == shaped[-1] == 0
    assert np.all(shaped[192:-192] == 1)
    assert np.all(np.diff(shaped[:192]) > 0)


def test_a_finished_phrase_begins_and_ends_in_silence() -> None:
    for text, samples in phrases().items():
        assert abs(samples[0]) < 0.001, text
        assert abs(samples[-1]) < 0.001, text


def test_rumble_goes_and_speech_stays() -> None:
    at = np.arange(RATE) / RATE
    hum, speech = np.sin(2 * np.pi * 50 * at), np.sin(2 * np.pi * 400 * at)
    assert np.std(without_rumble(hum, RATE)[4_800:-4_800]) < 0.25 * np.std(hum)
    assert np.std(without_rumble(speech, RATE)[4_800:-4_800]) > 0.99 * np.std(speech)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.integers(1, 5_000), st.floats(0.05, 0.9), st.integers(0, 1_000), st.sampled_from([8_000, 22_050, 48_000]))
def test_the_limiter_never_lets_a_peak_through(frames: int, ceiling: float, seed: int, sample_rate: int) -> None:
    rng = np.random.default_rng(seed)
    wild = rng.standard_normal(frames) * (rng.random(frames) < 0.1) * 3
    out = limited(wild, sample_rate, ceiling)
    assert len(out) == frames
    assert np.max(np.abs(out)) <= ceiling + 1e-9
    assert np.all(np.abs(out) <= np.abs(wild) + 1e-12)


def test_finished_samples_lie_on_the_grid_of_16_bits() -> None:
    for samples in phrases().values():
        assert samples.dtype == np.float32
        assert np.array_equal(samples * 32_768, np.round(samples * 32_768))
