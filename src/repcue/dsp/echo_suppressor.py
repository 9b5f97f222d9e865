"""Lowers what a canceller leaves of an echo: a gain for each frequency that knows how much usually stays behind.

Made for recognisers: mild, so that consonants stay, and resolved no finer than their ears are.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Samples
from repcue.core.units import EAR_RATE

Powers = NDArray[np.float32]

INAUDIBLE: Final = 1e-8
"""Power of a bin, far below 16-bit dither, that keeps divisions finite."""

GAIN_TAPS: Final = 64
"""The suppressor's filter spans so many frames to either side, 4 ms: narrower than a recogniser's 25 ms window, and
as finely resolved in frequency (125 Hz) as its mel filters are where speech has its formants."""

_AUDIBLE_ECHO: Final = 1e-4
"""Power of a windowed bin, about -80 dBFS of speech, under which an echo is not worth a filter."""

_STAYS_AT_FIRST: Final = 0.1
_FALLS: Final = 0.08
_RISES: Final = 0.01
"""Steps down and up in a ratio of 8 to 1: the estimate settles near the 11th percentile."""


class EchoSuppressor:
    """Lowers, frequency by frequency, what the filter usually leaves of the echo it predicts."""

    def __init__(self, hop_frames: int, suppression: float, least_gain: float, hall_seconds: float) -> None:
        """Begin with an unknown room.

        Args:
            hop_frames: frames in and out at a time, at 16 kHz.
            suppression: how often the residual echo's estimated power is taken off, 0 for not at all.
            least_gain: the floor, linear.
            hall_seconds: reverberation time with which the echo is taken to linger after the canceller's reach.
        """
        self._hop = hop = hop_frames
        self._suppression, self._least_gain = suppression, least_gain
        bins = hop + 1
        self._left = np.zeros(2 * hop + 2 * GAIN_TAPS, dtype=np.float32)
        self._echo = np.zeros(2 * hop, dtype=np.float32)
        self._window = np.hanning(2 * hop + 1)[: 2 * hop].astype(np.float32)
        self._smooth = np.float32(0.5 ** (hop / 512))
        self._hold = np.float32(10.0 ** (-6.0 * hop / EAR_RATE / hall_seconds))
        self._left_power: Powers = np.zeros(bins, dtype=np.float32)
        self._echo_power: Powers = np.zeros(bins, dtype=np.float32)
        self._held_power: Powers = np.zeros(bins, dtype=np.float32)
        self._stays: Powers = np.full(bins, _STAYS_AT_FIRST, dtype=np.float32)
        self._lag_window = np.hanning(2 * GAIN_TAPS + 3)[1:-1].astype(np.float32)
        self._share = np.arange(hop, dtype=np.float32) / np.float32(hop)
        self._taps: Samples | None = None
        self.residual_share = 0.0
        """How much of what was left is thought to be echo, 0 to 1."""

    def pass_on(self, left: Samples, echo: Samples, *, is_wanted: bool) -> Samples:
        """Return the next hop, `GAIN_TAPS` frames late where anything may be suppressed.

        Args:
            left: what the filter left, float32, shape (hop,).
            echo: what it predicted, float32, shape (hop,).
            is_wanted: whether anything is to be suppressed.
        """
        hop = self._hop
        self._left[:-hop] = self._left[hop:]
        self._left[-hop:] = left
        self._echo[:hop] = self._echo[hop:]
        self._echo[hop:] = echo
        if self._suppression <= 0:
            return left
        return self._filtered(self._wanted_taps() if is_wanted else None)

    def _wanted_taps(self) -> Samples | None:
        """Return the gain as a short symmetric filter; None where it is 1 for every frequency."""
        left = power_of(np.fft.rfft(self._left[-2 * self._hop :] * self._window))
        echo = power_of(np.fft.rfft(self._echo * self._window))
        self._left_power += (1 - self._smooth) * (left - self._left_power)
        self._echo_power += (1 - self._smooth) * (echo - self._echo_power)
        np.maximum(self._held_power * self._hold, self._echo_power, out=self._held_power)
        if float(self._held_power.max()) < _AUDIBLE_ECHO:
            self.residual_share = 0.0
            return None
        self._learn_what_stays()
        residual = self._stays * self._held_power
        self.residual_share = min(1.0, float(residual.sum()) / (float(self._left_power.sum()) + INAUDIBLE))
        power = 1.0 - self._suppression * residual / (self._left_power + INAUDIBLE)
        gain = np.sqrt(np.maximum(power, self._least_gain**2))
        taps = np.fft.irfft(gain)
        middle = np.concatenate((taps[-GAIN_TAPS:], taps[: GAIN_TAPS + 1]))
        return np.asarray(middle * self._lag_window, dtype=np.float32)

    def _learn_what_stays(self) -> None:
        """Follow the ratio down at once and up slowly: a low quantile, for which the user's words are no echo."""
        ratio = self._left_power / (self._held_power + INAUDIBLE)
        rate = np.where(ratio < self._stays, np.float32(_FALLS), np.float32(_RISES))
        rate *= self._echo_power > _AUDIBLE_ECHO
        step = rate * np.clip(np.log(np.maximum(ratio, np.float32(1e-6)) / self._stays), -3.0, 3.0)
        np.minimum(self._stays * np.exp(step), np.float32(1.0), out=self._stays)

    def _filtered(self, taps: Samples | None) -> Samples:
        """Return the hop filtered by gains that fade from the last ones into these."""
        before, self._taps = self._taps, taps
        sound = self._left[-self._hop - 2 * GAIN_TAPS :]
        plain = sound[GAIN_TAPS:-GAIN_TAPS].copy()
        if before is None and taps is None:
            return plain
        old = plain if before is None else np.convolve(sound, before, mode="valid")
        new = plain if taps is None else np.convolve(sound, taps, mode="valid")
        return np.asarray(old + self._share * (new - old), dtype=np.float32)


def power_of(spectrum: NDArray[np.complexfloating]) -> Powers:
    """The squared magnitude; ten times as fast as squaring `abs`, which guards against overflow."""
    return np.asarray(spectrum.real**2 + spectrum.imag**2, dtype=np.float32)
