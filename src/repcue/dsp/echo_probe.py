"""A short sound to measure an echo with, and what a microphone heard of it. Pure, numpy only.

Four sweeps at uneven distances: a sweep's correlation has one sharp peak however the room colours it, and no other
delay than the true one brings all four together. A sweep hits harder than a click at the same peak: 0.2 s of it stands
30 dB higher over noise.
"""

from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.tune_in_measures import EchoPath
from repcue.core.units import EAR_RATE, gain_from_db

SWEEP_STARTS_SECONDS: Final = (0.0, 0.45, 1.0, 1.65)
SWEEP_SECONDS: Final = 0.2
PROBE_SECONDS: Final = 1.9
SWEEP_HERTZ: Final = (300.0, 6_000.0)
"""What a laptop's loudspeaker plays and an ear's 16 kHz hold."""

PROBE_DBFS: Final = -12.0
"""As loud as an accent of the metronome."""

LATEST_SECONDS: Final = 0.6
"""As far back as the delay tracker looks."""

STANDING_OUT: Final = 8.0
"""The peak must be so many times the correlation's root mean square; of 9,600 random values the highest is 4.3 times,
and another sound that is heard meanwhile, music for instance, reached 6."""

_EDGE_SECONDS: Final = 0.01
_TAIL_SECONDS: Final = 0.05
"""How long after a sweep its echo still counts."""


def probe(sample_rate: int) -> Samples:
    """Return the probe: float32, shape (frames,), 1.9 s at any rate from 12,000 on."""
    sound = np.zeros(round(PROBE_SECONDS * sample_rate), dtype=np.float32)
    sweep = _sweep(sample_rate)
    for start_seconds in SWEEP_STARTS_SECONDS:
        start = round(start_seconds * sample_rate)
        sound[start : start + len(sweep)] = sweep
    return sound


def echo_of_probe(heard: Samples, played: Samples, quiet_dbfs: float) -> EchoPath:
    """Return how late and how loud the probe was heard; nothing where it was not.

    Args:
        heard: float32, shape (frames,), at 16 kHz, from the microphone.
        played: float32, shape (frames,), at 16 kHz, of the same moments: the probe where it was played.
        quiet_dbfs: level of the background.
    """
    latest = round(LATEST_SECONDS * EAR_RATE)
    if not heard.any() or not played.any():
        return EchoPath()
    size = 1 << (len(heard) + len(played)).bit_length()
    cross = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    correlation = np.abs(np.fft.irfft(cross, size)[: latest + 1])
    at = int(np.argmax(correlation))
    if correlation[at] < STANDING_OUT * float(np.sqrt(np.mean(np.square(correlation)))):
        return EchoPath()
    return EchoPath(at / EAR_RATE, _gain_db(heard, played, at, quiet_dbfs))


def _gain_db(heard: Samples, played: Samples, late_frames: int, quiet_dbfs: float) -> float:
    """Return the level of what was heard during the sweeps over what was played, without the background."""
    is_sweep = np.convolve(np.abs(played) > 0.0, np.ones(round(_TAIL_SECONDS * EAR_RATE)))[: len(played)] > 0.0
    during = np.zeros(len(heard), dtype=bool)
    moved = is_sweep[: max(0, len(heard) - late_frames)]
    during[late_frames : late_frames + len(moved)] = moved
    background = gain_from_db(quiet_dbfs) ** 2 * np.count_nonzero(during)
    energy = max(float(np.sum(np.square(heard[during], dtype=np.float64))) - background, 1e-12)
    return 10.0 * float(np.log10(energy / float(np.sum(np.square(played, dtype=np.float64)))))


def _sweep(sample_rate: int) -> Samples:
    at_seconds = np.arange(round(SWEEP_SECONDS * sample_rate)) / sample_rate
    low, high = SWEEP_HERTZ
    turns = low * at_seconds + (high - low) / (2 * SWEEP_SECONDS) * at_seconds**2
    ends = np.minimum(at_seconds, at_seconds[::-1]) / _EDGE_SECONDS
    shape = 0.5 - 0.5 * np.cos(np.pi * np.minimum(1.0, ends))
    return np.asarray(gain_from_db(PROBE_DBFS) * np.sin(2 * np.pi * turns) * shape, dtype=np.float32)
