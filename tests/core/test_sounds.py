from itertools import pairwise

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.core.sounds import FIFTH, PHASE_HERTZ, sounds
from repcue.core.tempo import Phase

RATES = (16_000, 22_050, 44_100, 48_000, 96_000)


def peak_dbfs(samples: Samples) -> float:
    return float(20 * np.log10(np.max(np.abs(samples))))


def strongest_hertz(samples: Samples, sample_rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples, 1 << 18))
    return float(np.argmax(spectrum) * sample_rate / (1 << 18))


@pytest.mark.parametrize("sample_rate", RATES)
def test_every_sound_is_heard_from_its_first_frame_and_ends_softly(sample_rate: int) -> None:
    for clip in sounds(sample_rate).all():
        assert abs(clip.samples[0]) > 10 ** (-50 / 20), clip.clip_id
        assert abs(clip.samples[-1]) < 10 ** (-30 / 20), clip.clip_id
        assert clip.centre_frame == 0
        assert clip.sample_rate == sample_rate
        assert clip.samples.dtype == np.float32


@pytest.mark.parametrize("sample_rate", RATES)
def test_accents_peak_at_minus_12_and_plain_ticks_at_minus_15_dbfs(sample_rate: int) -> None:
    made = sounds(sample_rate)
    for phase in Phase:
        assert peak_dbfs(made.tick(phase, is_accent=True).samples) == pytest.approx(-12, abs=0.01)
        assert peak_dbfs(made.tick(phase, is_accent=False).samples) == pytest.approx(-15, abs=0.01)


def test_a_tick_lasts_20_and_an_accent_30_milliseconds() -> None:
    made = sounds(48_000)
    assert {clip.frames for clip in made.ticks.values()} == {960}
    assert {clip.frames for clip in made.accents.values()} == {1_440}


def test_every_phase_has_its_own_pitch_in_the_tick() -> None:
    made = sounds(48_000)
    for phase, hertz in PHASE_HERTZ.items():
        assert strongest_hertz(made.tick(phase, is_accent=False).samples, 48_000) == pytest.approx(hertz, rel=0.02)
    pitches = sorted(PHASE_HERTZ.values())
    assert all(higher / lower > 1.15 for lower, higher in pairwise(pitches))


def test_an_accent_has_the_pitch_of_its_phase_and_the_fifth_above() -> None:
    made = sounds(48_000)
    for phase, hertz in PHASE_HERTZ.items():
        spectrum = np.abs(np.fft.rfft(made.tick(phase, is_accent=True).samples, 48_000))
        fundamental, fifth = spectrum[round(hertz)], spectrum[round(FIFTH * hertz)]
        assert fifth > 0.5 * fundamental
        plain = np.abs(np.fft.rfft(made.tick(phase, is_accent=False).samples, 48_000))
        assert plain[round(FIFTH * hertz)] < 0.2 * plain[round(hertz)]


def test_lowering_is_lowest_and_lifting_highest() -> None:
    assert min(PHASE_HERTZ, key=PHASE_HERTZ.__getitem__) is Phase.ECCENTRIC
    assert max(PHASE_HERTZ, key=PHASE_HERTZ.__getitem__) is Phase.CONCENTRIC


def test_every_clip_has_its_own_id() -> None:
    ids = [clip.clip_id for clip in sounds(48_000).all()]
    assert len(ids) == len({*ids}) == 15
    assert "tick.eccentric.accent" in ids
    assert "tick.eccentric.plain" in ids


def test_the_alarm_lasts_a_second_and_is_louder_than_all_others() -> None:
    made = sounds(48_000)
    assert made.alarm.frames == 48_000
    assert peak_dbfs(made.alarm.samples) == pytest.approx(-3, abs=0.01)
    power = {clip.clip_id: np.mean(clip.samples**2) for clip in made.all()}
    loudest_other = max(value for name, value in power.items() if name != "alarm")
    assert power["alarm"] > 4 * loudest_other


@pytest.mark.parametrize("sample_rate", RATES)
def test_the_same_rate_gives_the_same_bytes_on_the_grid_of_16_bits(sample_rate: int) -> None:
    first, second = sounds(sample_rate), sounds.__wrapped__(sample_rate)
    for one, other in zip(first.all(), second.all(), strict=True):
        assert one.samples.tobytes() == other.samples.tobytes()
        scaled = one.samples * 32_768
        assert np.array_equal(scaled, np.round(scaled))
