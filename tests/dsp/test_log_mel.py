"""The spectrogram that Whisper hears."""

import numpy as np

from repcue.core.clip import Samples
from repcue.core.units import EAR_RATE
from repcue.dsp.log_mel import BANDS, log_mel


def tone(hertz: float) -> Samples:
    return (0.3 * np.sin(2.0 * np.pi * hertz * np.arange(EAR_RATE) / EAR_RATE)).astype(np.float32)


def test_it_has_a_hundred_columns_a_second_and_is_contiguous() -> None:
    spectrogram = log_mel(tone(440.0))
    assert spectrogram.shape == (BANDS, 100)
    assert spectrogram.dtype == np.float32
    assert spectrogram.flags.c_contiguous


def test_a_higher_tone_is_in_a_higher_band() -> None:
    loudest = [int(log_mel(tone(hertz))[:, 50].argmax()) for hertz in (200.0, 440.0, 1000.0, 3000.0, 7000.0)]
    assert loudest == sorted(set(loudest))
    # A band is 66 Hz apart below 1 kHz, on Slaney's scale: 15 mels at 1 kHz, 45.2 at 8 kHz, in 81 steps.
    assert abs(loudest[2] - 15.0 / (45.245 / 81) + 1) <= 1


def test_the_range_is_eighty_decibels_below_the_loudest() -> None:
    spectrogram = log_mel(tone(440.0))
    assert np.ptp(spectrogram) == np.float32(2.0)
    assert np.unique(log_mel(np.zeros(EAR_RATE, np.float32))).size == 1
