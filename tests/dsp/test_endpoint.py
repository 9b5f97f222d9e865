import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.core.units import EAR_RATE
from repcue.dsp.endpoint import WINDOW_FRAMES, WINDOW_SECONDS, Endpointer


def noise(seconds: float, level_db: float, seed: int = 1) -> Samples:
    samples = np.random.default_rng(seed).normal(0.0, 10.0 ** (level_db / 20.0), round(seconds * EAR_RATE))
    return samples.astype(np.float32)


def begun_at(endpointer: Endpointer, sound: Samples) -> list[float]:
    """Return when segments began, in seconds; a segment is ended after 0.3 s of quiet."""
    begun = []
    for index in range(len(sound) // WINDOW_FRAMES):
        if endpointer.hear(sound[index * WINDOW_FRAMES : (index + 1) * WINDOW_FRAMES]):
            begun.append(round(index * WINDOW_SECONDS, 2))
        if endpointer.in_segment and endpointer.quiet_seconds >= 0.3:
            endpointer.end_segment()
    return begun


def test_a_sound_over_the_background_begins_a_segment_within_60_ms() -> None:
    endpointer = Endpointer()
    (began,) = begun_at(endpointer, np.concatenate([noise(1.0, -60), noise(0.5, -25), noise(1.0, -60)]))
    assert 1.0 <= began <= 1.06
    assert endpointer.spoken_seconds == pytest.approx(0.5, abs=0.02)
    assert not endpointer.in_segment


@pytest.mark.parametrize("room_db", [-85, -70, -50, -40])
def test_the_same_sound_begins_at_the_same_window_whatever_the_level_of_the_room(room_db: float) -> None:
    sound = np.concatenate([noise(3.0, room_db), noise(0.5, room_db + 30), noise(1.0, room_db)])
    # A loud room is taken for speech once, until it is known.
    assert [began for began in begun_at(Endpointer(), sound) if began > 0.5] == [3.03]


def test_digital_silence_and_the_hiss_of_a_microphone_are_no_speech() -> None:
    assert begun_at(Endpointer(), np.zeros(5 * EAR_RATE, np.float32)) == []
    assert begun_at(Endpointer(), noise(5.0, -75)) == []


def test_a_click_of_20_ms_begins_nothing() -> None:
    assert begun_at(Endpointer(), np.concatenate([noise(1.0, -60), noise(0.02, -10), noise(1.0, -60)])) == []


def test_a_word_at_the_very_start_is_heard() -> None:
    assert begun_at(Endpointer(), np.concatenate([noise(0.4, -20), noise(1.0, -65)])) == [0.03]


def test_a_fan_that_is_switched_on_becomes_the_background() -> None:
    endpointer = Endpointer()
    begun = begun_at(endpointer, np.concatenate([noise(3.0, -65), noise(6.0, -35)]))
    assert begun == [3.03]
    assert not endpointer.in_segment
    assert begun_at(endpointer, np.concatenate([noise(0.5, -12), noise(1.0, -35)])) == [0.03]


def test_hum_is_not_taken_for_speech_and_does_not_hide_it() -> None:
    seconds = np.arange(4 * EAR_RATE) / EAR_RATE
    hum = (0.05 * np.sin(2 * np.pi * 50 * seconds)).astype(np.float32)
    word = np.concatenate([np.zeros(2 * EAR_RATE, np.float32), noise(0.4, -30), np.zeros(round(1.6 * EAR_RATE))])
    (began,) = begun_at(Endpointer(), (hum + word).astype(np.float32))
    assert 2.0 <= began <= 2.06


def test_what_falls_far_below_the_peak_is_quiet_though_it_stands_out_from_the_background() -> None:
    endpointer = Endpointer()
    for window in np.concatenate([noise(1.0, -75), noise(0.4, -15), noise(0.2, -50)]).reshape(-1, WINDOW_FRAMES):
        endpointer.hear(window)
    assert endpointer.quiet_seconds == pytest.approx(0.2, abs=0.02)


def test_in_noise_the_end_of_a_phrase_shows_as_nothing_loud() -> None:
    endpointer = Endpointer()
    for window in np.concatenate([noise(1.0, -60), noise(0.5, -15), noise(0.4, -28)]).reshape(-1, WINDOW_FRAMES):
        endpointer.hear(window)
    assert endpointer.quiet_seconds == 0.0
    assert endpointer.fallen_seconds == pytest.approx(0.4, abs=0.02)
