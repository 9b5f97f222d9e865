"""Sounds to test echo with: bursts of noise like syllables, their echo, and the same by another clock."""

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Samples
from repcue.core.units import EAR_RATE


def syllables(seconds: float, seed: int, level: float = 0.1) -> Samples:
    """Return bursts of low-passed noise, 0.25 s of every 0.4 s."""
    chance = np.random.default_rng(seed)
    frames = round(seconds * EAR_RATE)
    noise = np.convolve(chance.standard_normal(frames + 3), [0.4, 0.3, 0.2, 0.1], mode="valid")
    phase = (np.arange(frames) + chance.integers(EAR_RATE)) % round(0.4 * EAR_RATE)
    return (level * noise * (phase < 0.25 * EAR_RATE)).astype(np.float32)


def echo_of(played: Samples, response: NDArray[np.float64], gain: float = 0.5) -> Samples:
    """Return what a microphone hears of it: float32, as long as `played`."""
    size = 1 << (len(played) + len(response)).bit_length()
    wet = np.fft.irfft(np.fft.rfft(played, size) * np.fft.rfft(response, size), size)[: len(played)]
    return (gain * wet).astype(np.float32)


def at_another_clock(samples: Samples, ppm: float) -> Samples:
    """Return the sound as a clock hears it that is faster by `ppm`, -300 to 300."""
    times = np.arange(len(samples)) / (1.0 + ppm * 1e-6)
    # Four times oversampled, straight lines between frames are exact to -50 dB at 2 kHz.
    fine = np.fft.irfft(np.fft.rfft(samples), 4 * len(samples)) * 4.0
    return np.interp(times * 4.0, np.arange(len(fine)), fine).astype(np.float32)


def loss_db(before: Samples, after: Samples) -> float:
    """Return by how much the power has fallen, in decibels."""
    power = [float(np.sum(np.square(each, dtype=np.float64))) + 1e-20 for each in (before, after)]
    return float(10.0 * np.log10(power[0] / power[1]))
