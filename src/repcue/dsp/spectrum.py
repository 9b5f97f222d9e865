"""Filters as curves over frequency, laid over a whole clip at once.

A clip is short and known before it is played, so a filter can multiply its spectrum: no delay, no library, and the
curve is the digital filter's own (bilinear transform with its bend of frequency). numpy only.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Curve = Callable[[NDArray[np.float64], int], NDArray[np.float64]]
"""Frequencies in hertz and a sample rate in; gain in power (0 to about 1.6) out, same shape."""


def _bent(frequencies: NDArray[np.float64], sample_rate: int) -> NDArray[np.float64]:
    """The analog frequency that the bilinear transform puts at each digital one."""
    return np.tan(np.pi * np.minimum(frequencies, 0.499999 * sample_rate) / sample_rate)


def low_pass(edge_hz: float) -> Curve:
    """Return a second-order Butterworth low-pass, 3 dB down at `edge_hz`."""

    def gain(frequencies: NDArray[np.float64], sample_rate: int) -> NDArray[np.float64]:
        ratio = _bent(frequencies, sample_rate) / np.tan(np.pi * edge_hz / sample_rate)
        return np.asarray(1.0 / (1.0 + ratio**4))

    return gain


def high_pass(edge_hz: float) -> Curve:
    """Return a second-order Butterworth high-pass, 3 dB down at `edge_hz`."""
    below = low_pass(edge_hz)
    return lambda frequencies, sample_rate: 1.0 - below(frequencies, sample_rate)


def band_pass(low_hz: float, high_hz: float) -> Curve:
    """Return the Butterworth band-pass that `scipy.signal.butter(2, [low_hz, high_hz], "bandpass")` designs."""

    def gain(frequencies: NDArray[np.float64], sample_rate: int) -> NDArray[np.float64]:
        low, high = np.tan(np.pi * low_hz / sample_rate), np.tan(np.pi * high_hz / sample_rate)
        bent = np.maximum(_bent(frequencies, sample_rate), 1e-12)
        detuned = (bent**2 - low * high) / ((high - low) * bent)
        return np.asarray(1.0 / (1.0 + detuned**4))

    return gain


def filtered(
    samples: NDArray[np.floating], sample_rate: int, curve: Curve, *, there_and_back: bool = False
) -> NDArray[np.float64]:
    """Return the samples with every frequency scaled as the curve says, in phase.

    Args:
        samples: shape (frames,).
        sample_rate: frames per second.
        curve: gain in power by frequency.
        there_and_back: filter twice, once from each end, as `scipy.signal.sosfiltfilt` does.

    Returns:
        float64, shape (frames,); silence is taken to lie on both sides.
    """
    frames = len(samples)
    padded = fast_length(frames + sample_rate // 10)
    power = _gain_in_power(curve, padded, sample_rate)
    spectrum = np.fft.rfft(np.asarray(samples, dtype=np.float64), padded) * (
        power if there_and_back else np.sqrt(power)
    )
    return np.fft.irfft(spectrum, padded)[:frames]


@lru_cache(maxsize=64)
def _gain_in_power(curve: Curve, padded: int, sample_rate: int) -> NDArray[np.float64]:
    """The curve at the frequencies of a transform of `padded` frames; shared, not to be written to."""
    frequencies = np.asarray(np.fft.rfftfreq(padded, 1.0 / sample_rate), dtype=np.float64)
    power = curve(frequencies, sample_rate)
    power.flags.writeable = False
    return power


def fast_length(at_least: int) -> int:
    """Return a length of at least `at_least`, 4, 5 or 6 times a power of two: quick to transform, and few of them.

    >>> fast_length(1_001), fast_length(1_025), fast_length(1_281)
    (1024, 1280, 1536)
    """
    quarter = 1
    while True:
        for quarters in (4, 5, 6):
            if quarters * quarter >= at_least:
                return quarters * quarter
        quarter *= 2
