"""What is wrong with a microphone's sound, measured: level, offset, hum, clipping, bandwidth. Pure, numpy only."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Samples
from repcue.core.tune_in_measures import Quiet
from repcue.core.units import db_from_gain
from repcue.dsp.spectrum import filtered, high_pass

LOUD_BELOW_PEAK_DB: Final = 20.0
"""Windows within this of the loudest are speech; weak syllables of commands reach -20 dB."""

LEAST_OVER_NOISE_DB: Final = 6.0
"""What stands out less is no speech."""

MAINS_HERTZ: Final = (50, 60)
HUM_ORDERS: Final = (1, 2, 3, 5)
"""Harmonics that mains hum has: its own, the rectifiers' double, the transformers' odd ones."""

HUM_OVER_NEIGHBOURS_DB: Final = 15.0
"""A line in the spectrum stands out from what is beside it by so much; noise in 3 s does by 10 at most."""

PASSED_BELOW_PEAK_DB: Final = 50.0
"""A band within this of the loudest comes through. Sibilants are 20 to 35 dB below vowels, and what a codec or a
resampler has cut is 60 or more."""

_WINDOW_SECONDS: Final = 0.02
_VOICE_ABOVE_HERTZ: Final = 150.0
"""Hum and rumble below it are no part of how loud somebody is over the noise."""

_BAND_HERTZ: Final = 250.0
_CEILING: Final = 0.985
"""Samples so near to the largest lie at the ceiling."""

_LEAST_PEAK: Final = 0.25
"""Whatever stays below it is not clipped by any input."""


def quiet_of(sound: Samples, sample_rate: int) -> Quiet:
    """Return what a stretch without speech tells.

    Args:
        sound: float32, shape (frames,), from the microphone.
        sample_rate: frames per second.
    """
    if not len(sound):
        return Quiet(0, True, -120.0)
    hum_hertz, hum_dbfs = hum_of(sound, sample_rate)
    offset = float(np.mean(sound, dtype=np.float64))
    noise_dbfs = level_dbfs(sound - np.float32(offset))
    return Quiet(len(sound), not sound.any(), noise_dbfs, offset, hum_hertz, hum_dbfs)


def level_dbfs(sound: Samples) -> float:
    """Return the root mean square in dB of full scale, -120 to 0."""
    power = float(np.mean(np.square(sound, dtype=np.float64))) if len(sound) else 0.0
    return min(0.0, db_from_gain(power**0.5))


def hum_of(sound: Samples, sample_rate: int) -> tuple[int | None, float]:
    """Return the mains' frequency where it is heard, and how loud it is with its harmonics, in dBFS.

    Args:
        sound: float32, shape (frames,); a second or more, for a resolution of 2 Hz.
        sample_rate: frames per second.
    """
    if len(sound) < sample_rate:
        return None, -120.0
    window = np.hanning(len(sound))
    centred = sound - np.mean(sound, dtype=np.float64)
    # Power per bin, so that the sum over a line's bins is its mean square.
    power = np.abs(np.fft.rfft(centred * window)) ** 2 * (2.0 / (np.sum(window**2) * len(sound)))
    bins_per_hertz = len(sound) / sample_rate
    best: tuple[int | None, float] = (None, -120.0)
    for mains in MAINS_HERTZ:
        lines = [_line(power, mains * order, bins_per_hertz) for order in HUM_ORDERS]
        standing = [line for line, over_db in lines if over_db >= HUM_OVER_NEIGHBOURS_DB]
        loudness = db_from_gain(sum(standing) ** 0.5)
        # The first harmonic must be there: every fifth one of 60 Hz is a sixth one of 50.
        if lines[0][1] >= HUM_OVER_NEIGHBOURS_DB and loudness > best[1]:
            best = (mains, loudness)
    return best


def _line(power: NDArray[np.float64], hertz: float, bins_per_hertz: float) -> tuple[float, float]:
    """Return the power within 1 Hz of a frequency, and by how many decibels it stands out from what is beside it."""
    middle, reach, away = (round(each * bins_per_hertz) for each in (hertz, 1.0, 6.0))
    within = power[middle - reach : middle + reach + 1]
    beside = np.concatenate(
        (power[middle - away : middle - 2 * reach], power[middle + 2 * reach + 1 : middle + away + 1])
    )
    floor = float(np.median(beside)) * len(within) + 1e-20
    line = float(within.sum())
    return line, 10.0 * float(np.log10(line / floor + 1e-20))


def speech_in(sound: Samples, sample_rate: int, quiet: Samples) -> tuple[float | None, float | None]:
    """Return how loud speech is, in dBFS without its pauses, and how far over the noise in decibels; None for none.

    Args:
        sound: float32, shape (frames,), in which somebody may speak.
        sample_rate: frames per second.
        quiet: the same microphone without speech.
    """
    noise_db = level_dbfs(_voice_band(quiet, sample_rate)) if len(quiet) else -120.0
    loud = _loud_windows(_voice_band(sound, sample_rate), sample_rate)
    speech_db = level_dbfs(loud)
    if not len(loud) or speech_db - noise_db < LEAST_OVER_NOISE_DB or speech_db <= -119.0:
        return None, None
    return speech_db, speech_db - noise_db


def clipped_share(sound: Samples, sample_rate: int) -> float:
    """Return the share of the loud samples that lie at the ceiling, whatever level that is: 0 to 1."""
    peak = float(np.abs(sound).max(initial=0.0))
    if peak < _LEAST_PEAK:
        return 0.0
    loud = _loud_windows(sound, sample_rate)
    return float(np.mean(np.abs(loud) >= _CEILING * peak))


def bandwidth_of(sound: Samples, sample_rate: int) -> float | None:
    """Return the highest frequency that a microphone lets through, in hertz, to 250 Hz; None for silence.

    Each band counts at its loudest twentieth of moments, so that one "s" is enough to show that it comes through.

    Args:
        sound: float32, shape (frames,), with speech in it.
        sample_rate: frames per second.
    """
    size = 1 << (round(_WINDOW_SECONDS * sample_rate) - 1).bit_length()
    if len(sound) < 4 * size or not sound.any():
        return None
    pieces = np.lib.stride_tricks.sliding_window_view(sound, size)[:: size // 2] * np.hanning(size)
    power = np.abs(np.fft.rfft(pieces, axis=1)) ** 2
    per_band = max(1, round(_BAND_HERTZ * size / sample_rate))
    bands = power[:, : power.shape[1] // per_band * per_band].reshape(len(power), -1, per_band).mean(axis=2)
    loud_db = 10.0 * np.log10(np.percentile(bands, 95, axis=0) + 1e-20)
    passed = np.flatnonzero(loud_db >= loud_db.max() - PASSED_BELOW_PEAK_DB)
    return float((passed[-1] + 1) * per_band * sample_rate / size)


def _voice_band(sound: Samples, sample_rate: int) -> Samples:
    return filtered(sound, sample_rate, high_pass(_VOICE_ABOVE_HERTZ)).astype(np.float32)


def _loud_windows(sound: Samples, sample_rate: int) -> Samples:
    """Return the windows of 20 ms near to the loudest, one after the other."""
    size = round(_WINDOW_SECONDS * sample_rate)
    windows = sound[: len(sound) // size * size].reshape(-1, size)
    if not len(windows):
        return sound[:0]
    power = np.mean(np.square(windows, dtype=np.float64), axis=1)
    is_loud = power > float(power.max()) * 10 ** (-LOUD_BELOW_PEAK_DB / 10)
    return np.asarray(windows[is_loud].reshape(-1), dtype=np.float32)
