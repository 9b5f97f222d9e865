import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.core.units import gain_from_db
from repcue.dsp.level import (
    DEAD_ZONE_DB,
    MOST_GAIN_DB,
    TARGET_DB,
    AutomaticLevel,
    OffsetRemover,
    SignalToNoise,
)


def windows(level_db: float, count: int, seed: int = 1) -> list[Samples]:
    sound = np.random.default_rng(seed).normal(0.0, gain_from_db(level_db), (count, 160))
    return list(sound.astype(np.float32))


def test_a_constant_offset_is_gone_within_a_second() -> None:
    remover = OffsetRemover()
    for window in windows(-40.0, 100):
        clear = remover.remove(window + np.float32(0.3))
    assert abs(float(clear.mean())) < 0.005
    assert clear.dtype == np.float32


@pytest.mark.parametrize("spoken_db", [-44.0, -14.0])
def test_speech_comes_near_its_target_within_three_seconds(spoken_db: float) -> None:
    leveller = AutomaticLevel()
    for window in windows(spoken_db, 300):
        leveller.level(window, 0.95)
    assert spoken_db + leveller.gain_db == pytest.approx(TARGET_DB, abs=DEAD_ZONE_DB + 1.0)


def test_what_is_near_the_target_is_left_as_it_is() -> None:
    leveller = AutomaticLevel()
    for window in windows(TARGET_DB + 3.0, 200):
        assert np.array_equal(leveller.level(window, 1.0), window)


def test_a_silent_room_is_not_turned_up() -> None:
    leveller = AutomaticLevel()
    for window in windows(-70.0, 500):
        leveller.level(window, 0.1)
    assert leveller.gain_db == 0.0


def test_the_gain_stays_within_its_limits_and_peaks_within_full_scale() -> None:
    leveller = AutomaticLevel()
    for window in windows(-80.0, 1000):
        leveller.level(window, 1.0)
    assert leveller.gain_db == pytest.approx(MOST_GAIN_DB, abs=DEAD_ZONE_DB + 0.2)
    loud = leveller.level(windows(-3.0, 1)[0], 0.0)
    assert np.max(np.abs(loud)) <= 1.0


def test_noise_between_words_lowers_the_proportion_and_speech_does_not() -> None:
    to_noise = SignalToNoise()
    assert to_noise.ratio_db == pytest.approx(42.0)
    for window in windows(TARGET_DB, 200):
        to_noise.hear(window, 0.9)
    assert to_noise.ratio_db == pytest.approx(42.0, abs=1.0)
    for window in windows(-34.0, 600):
        to_noise.hear(window, 0.05)
    assert to_noise.ratio_db == pytest.approx(10.0, abs=1.0)
