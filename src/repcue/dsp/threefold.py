"""16 kHz to 48 kHz and back, one window at a time, with the shortest delay that leaves speech alone.

One low-pass filter of 2 ms serves both ways: flat within 0.1 dB to 7 kHz, images and aliases at least 55 dB down from
9 kHz on. Each way delays by 1 ms. (soxr's filters are better and hold back 10 ms each way; nothing here needs more
than the ear of a recogniser that hears up to 6.8 kHz.)
"""

from typing import Final

import numpy as np

from repcue.core.clip import Samples

FACTOR: Final = 3
_HALF_TAPS: Final = 48
_CUTOFF: Final = 1.0 / FACTOR
"""8 kHz, as a part of half the higher rate."""

_KAISER_BETA: Final = 4.5

DELAY_FRAMES: Final = _HALF_TAPS // FACTOR
"""What each way delays by, in frames at the lower rate: 1 ms at 16 kHz."""


def _low_pass() -> Samples:
    times = np.arange(-_HALF_TAPS, _HALF_TAPS + 1)
    taps = _CUTOFF * np.sinc(_CUTOFF * times) * np.kaiser(len(times), _KAISER_BETA)
    return np.asarray(taps / taps.sum(), dtype=np.float32)


class Upsampler:
    """Makes three frames of one, by a stream's windows. Not thread-safe."""

    def __init__(self) -> None:
        taps = np.concatenate((FACTOR * _low_pass(), np.zeros(FACTOR - 1, dtype=np.float32)))
        self._phases = [taps[phase::FACTOR].copy() for phase in range(FACTOR)]
        self._before = np.zeros(len(self._phases[0]) - 1, dtype=np.float32)

    def raise_rate(self, window: Samples) -> Samples:
        """Return float32, shape (3 * frames,), for float32 of shape (frames,); any number of frames."""
        samples = np.concatenate((self._before, window))
        self._before = samples[len(window) :]
        phases = [np.convolve(samples, taps, "valid") for taps in self._phases]
        return np.stack(phases, axis=1).reshape(-1)


class Downsampler:
    """Makes one frame of three, by a stream's windows. Not thread-safe."""

    def __init__(self) -> None:
        self._taps = np.concatenate((_low_pass(), np.zeros(FACTOR - 1, dtype=np.float32)))
        self._before = np.zeros(len(self._taps) - 1, dtype=np.float32)

    def lower_rate(self, window: Samples) -> Samples:
        """Return float32, shape (frames / 3,), for float32 of shape (frames,); frames in threes."""
        samples = np.concatenate((self._before, window))
        self._before = samples[len(window) :]
        # Every third output only: each third of the frames meets its own third of the taps.
        lowered = np.zeros(len(window) // FACTOR, dtype=np.float32)
        for phase in range(FACTOR):
            third = np.convolve(samples[FACTOR - 1 - phase :: FACTOR], self._taps[phase::FACTOR], "valid")
            lowered += third[: len(lowered)]
        return lowered
